import type { Credential } from '../../credentials/credential.types.js';
import { DeviceSessions, type DeviceSession, type DeviceTarget, type UseOptions } from '../device-sessions.port.js';
import { DeviceOptionError } from '../devices.errors.js';
import { configuredTarget, ValueFault } from './configured-target.js';
import { SshConfigFileFault, type SshConfigFiles } from './ssh-config-files.js';
import { SshConfigFault } from './ssh-config.js';

const OPTION = 'ssh_config_file';
/**
 * Device sessions that know `ssh_config_file` of a device's options: where the host really is, and the way there, as
 * the file says. Log-ins are not read from it. Without `ssh_config_dir` no file is read.
 */
export class SshConfiguredSessions extends DeviceSessions {
  constructor(
    private readonly sessions: DeviceSessions,
    private readonly files: SshConfigFiles | undefined,
  ) {
    super();
  }

  async use<T>(
    target: DeviceTarget,
    credential: Credential,
    work: (session: DeviceSession) => Promise<T>,
    options: UseOptions,
  ): Promise<T> {
    return this.sessions.use(await this.configure(target, credential), credential, work, options);
  }

  private async configure(target: DeviceTarget, credential: Credential): Promise<DeviceTarget> {
    const { [OPTION]: value, ...others } = target.options;
    if (this.files === undefined || value === undefined || value === null || value === false) return target;
    // scrapli's `true` is the file that OpenSSH reads without being told.
    const name = value === true ? 'config' : value;
    const address = `adapter_options of ${target.host}:${target.port}`;
    if (typeof name !== 'string' || name === '') {
      throw new DeviceOptionError(`${address}: ${OPTION} must be the name of a file in ssh_config_dir`);
    }
    try {
      const config = await this.files.read(name);
      return configuredTarget(config.of(target.host), { ...target, options: others }, credential);
    } catch (error) {
      throw new DeviceOptionError(`${address}: ${OPTION} ${JSON.stringify(name)} ${reasonOf(error)}`, { cause: error });
    }
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof SshConfigFileFault) return error.message;
  if (error instanceof SshConfigFault || error instanceof ValueFault) return `cannot be used: ${error.message}`;
  return 'cannot be read';
}
