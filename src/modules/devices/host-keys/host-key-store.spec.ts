import { MemorySharedState } from '../../state/adapters/memory.shared-state.js';
import { HostKey } from './host-key.js';
import { HostKeyStore } from './host-key-store.js';

const R1 = { host: 'r1', port: 22 };

function keyOf(seed: number, type: string): HostKey {
  const length = Buffer.from([0, 0, 0, type.length]);
  const key = HostKey.ofBlob(Buffer.concat([length, Buffer.from(type), Buffer.alloc(36, seed)]));
  if (key === undefined) throw new Error('no key');
  return key;
}

const ED25519 = keyOf(1, 'ssh-ed25519');
const RSA = keyOf(2, 'ssh-rsa');

/** A shared store that others are asking as well. */
class BusyState extends MemorySharedState {
  override async getField(key: string, field: string): Promise<string | undefined> {
    const value = await super.getField(key, field);
    await new Promise((resolve) => setImmediate(resolve));
    return value;
  }
}

describe('HostKeyStore', () => {
  const state = new BusyState();
  /** Those of two controllers. */
  const [one, other] = [new HostKeyStore(state), new HostKeyStore(state)];

  it('knows a host by all keys that several callers import at the same time', async () => {
    await Promise.all([one.import(R1, [ED25519]), other.import(R1, [RSA])]);

    const known = (await one.of(R1)).map(({ key }) => key.type);
    expect(known.sort()).toEqual(['ssh-ed25519', 'ssh-rsa']);
  });

  it('does not bring back a key that was forgotten while another one was being imported', async () => {
    await one.import(R1, [ED25519]);

    await Promise.all([one.import(R1, [RSA]), other.forget(R1)]);

    const known = (await one.of(R1)).map(({ key }) => key.type);
    expect(known).not.toContain('ssh-ed25519');
  });
});
