import { HostKeyStore } from '../../src/modules/devices/host-keys/host-key-store.js';
import type { HostKeyChecks } from '../../src/modules/devices/host-keys/host-key-checks.port.js';
import { KnownHostKeyChecks } from '../../src/modules/devices/host-keys/known-host-key-checks.js';
import { KnownHostsFile } from '../../src/modules/devices/host-keys/known-hosts-file.js';
import { MemorySharedState } from '../../src/modules/state/adapters/memory.shared-state.js';

/** Checks of host keys that know none at the start. */
export function hostKeyChecks(store = new HostKeyStore(new MemorySharedState())): HostKeyChecks {
  return new KnownHostKeyChecks(store, new KnownHostsFile(undefined));
}
