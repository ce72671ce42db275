import { DeviceOptionError } from '../devices.errors.js';
import type { DeviceTarget } from '../device-sessions.port.js';
import type { HostKeyPolicy } from '../host-keys/host-key-checks.port.js';

/** From the weakest to the strictest. */
const POLICIES: readonly HostKeyPolicy[] = ['off', 'accept-new', 'strict'];

export interface HostKeyPolicySettings {
  /** For devices that ask for none. */
  readonly hostKeyPolicy: HostKeyPolicy;
  /** The weakest that a device may ask for. Default `off`. */
  readonly weakestHostKeyPolicy?: HostKeyPolicy;
}

/** The policy of a device that asks for `wanted`. Throws `DeviceOptionError` for one that the settings do not allow. */
export function hostKeyPolicyOf(
  { host, port }: DeviceTarget,
  wanted: HostKeyPolicy | undefined,
  { hostKeyPolicy, weakestHostKeyPolicy = 'off' }: HostKeyPolicySettings,
): HostKeyPolicy {
  if (wanted === undefined || POLICIES.indexOf(wanted) >= POLICIES.indexOf(weakestHostKeyPolicy)) {
    return wanted ?? hostKeyPolicy;
  }
  throw new DeviceOptionError(
    `adapter_options of ${host}:${port}: host_key_policy "${wanted}" is weaker than weakest_host_key_policy of the settings allows ` +
      `("${weakestHostKeyPolicy}")`,
  );
}
