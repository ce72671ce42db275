import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../../test/support/eventually.js';
import { MemorySharedState } from '../../state/adapters/memory.shared-state.js';
import { HostKey } from './host-key.js';
import type { HostKeyPolicy } from './host-key-checks.port.js';
import { HostKeyStore } from './host-key-store.js';
import {
  HostKeyChangedError,
  HostKeyRevokedError,
  HostKeyUnknownError,
  HostKeyUnreadableError,
  KnownHostsFileError,
} from './host-keys.errors.js';
import { KnownHostKeyChecks } from './known-host-key-checks.js';
import { KnownHostsFile } from './known-hosts-file.js';

const R1 = { host: 'r1', port: 22 };

function blob(seed: number, type = 'ssh-ed25519'): Buffer {
  return Buffer.concat([Buffer.from([0, 0, 0, type.length]), Buffer.from(type), Buffer.alloc(36, seed)]);
}

function keyOf(bytes: Buffer): HostKey {
  const key = HostKey.ofBlob(bytes);
  if (key === undefined) throw new Error('no key');
  return key;
}

describe('KnownHostKeyChecks', () => {
  let store: HostKeyStore;
  let checks: KnownHostKeyChecks;

  beforeEach(() => {
    store = new HostKeyStore(new MemorySharedState());
    checks = new KnownHostKeyChecks(store, new KnownHostsFile(undefined));
  });

  /** One connection to a host that shows this key. */
  const connect = async (key: Buffer, policy: HostKeyPolicy = 'accept-new', by = checks) => {
    const check = await by.begin(R1, policy);
    check?.judge(key);
    await check?.confirm();
    return check;
  };

  it('keeps the first key of a host and takes no other one', async () => {
    await connect(blob(1));
    await connect(blob(1));
    await expect(connect(blob(2))).rejects.toThrow(HostKeyChangedError);
    expect((await store.of(R1)).map(({ key, origin }) => [key.base64, origin])).toEqual([
      [blob(1).toString('base64'), 'accepted'],
    ]);
  });

  it('says both keys, since when the old one is known, and what to do', async () => {
    await connect(blob(1));
    await expect(connect(blob(2))).rejects.toMatchObject({
      kind: 'auth',
      stage: 'host_key',
      message: expect.stringMatching(
        /^r1:22 shows another host key \(ssh-ed25519 SHA256:\S+\) than it is known by \(ssh-ed25519 SHA256:\S+, accepted 20\S+Z\): .*DELETE \/api\/host_keys\?host=r1&port=22\)\. No password was sent$/,
      ),
      details: { shown: String(keyOf(blob(2))), known: [String(keyOf(blob(1)))] },
    });
  });

  it('keeps nothing of a host that has not proven its key', async () => {
    (await checks.begin(R1, 'accept-new'))?.judge(blob(1));
    expect(await store.list()).toEqual([]);
  });

  it('takes one of two keys that are new at the same time', async () => {
    const [first, second] = await Promise.all([checks.begin(R1, 'accept-new'), checks.begin(R1, 'accept-new')]);
    first?.judge(blob(1));
    second?.judge(blob(2));
    await first?.confirm();
    await expect(second?.confirm()).rejects.toThrow(HostKeyChangedError);
  });

  it('lets no host change its key within a connection', async () => {
    const check = await connect(blob(1));
    expect(() => check?.judge(blob(2))).toThrow(HostKeyChangedError);
    check?.judge(blob(1));
  });

  it('takes a key anew that was forgotten', async () => {
    await connect(blob(1));
    expect(await store.forget(R1)).toBe(true);
    await connect(blob(2));
    expect(await store.forget({ host: 'R1', port: 22 })).toBe(true);
    expect(await store.forget(R1)).toBe(false);
  });

  it('takes only keys that were made known before where it is strict', async () => {
    await expect(connect(blob(1), 'strict')).rejects.toThrow(HostKeyUnknownError);
    await store.import(R1, [keyOf(blob(1)), keyOf(blob(2, 'ssh-rsa'))]);
    const check = await connect(blob(1), 'strict');
    expect(check?.knownTypes).toEqual(['ssh-ed25519', 'ssh-rsa']);
    await connect(blob(2, 'ssh-rsa'), 'strict');
    await expect(connect(blob(3), 'strict')).rejects.toThrow(HostKeyChangedError);
  });

  it('has imported keys in place of accepted ones', async () => {
    await connect(blob(1));
    await store.import(R1, [keyOf(blob(2))]);
    await expect(connect(blob(1))).rejects.toThrow(HostKeyChangedError);
    await store.import(R1, [keyOf(blob(3))]);
    await connect(blob(2));
    await connect(blob(3));
  });

  it('takes every key and keeps none where it is off', async () => {
    await connect(blob(1), 'off');
    await connect(blob(2), 'off');
    expect(await store.list()).toEqual([]);
  });

  it('refuses what is no key', async () => {
    await expect(connect(Buffer.from([0, 0]))).rejects.toThrow(HostKeyUnreadableError);
  });

  describe('with a file of known hosts', () => {
    let folder: string;
    let file: KnownHostsFile;
    const line = (key: Buffer, names = 'r1') => `${names} ssh-ed25519 ${key.toString('base64')}\n`;

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'tom-known-hosts-'));
    });
    afterEach(async () => {
      await file.beforeApplicationShutdown();
      await rm(folder, { recursive: true });
    });

    const start = async (text: string) => {
      const path = join(folder, 'known_hosts');
      await writeFile(path, text);
      file = new KnownHostsFile(path);
      await file.onModuleInit();
      return { path, fromFile: new KnownHostKeyChecks(store, file) };
    };

    it('has it go before what was seen', async () => {
      await connect(blob(1));
      const { fromFile } = await start(line(blob(2)));
      await connect(blob(2), 'strict', fromFile);
      await expect(connect(blob(1), 'accept-new', fromFile)).rejects.toThrow(/line 1 of known_hosts_file/);
      expect((await store.list()).map(({ key }) => key.base64)).toEqual([blob(1).toString('base64')]);
    });

    it('takes no revoked key, whoever knows it', async () => {
      await connect(blob(1));
      const { fromFile } = await start(line(blob(1), '@revoked *'));
      await expect(connect(blob(1), 'accept-new', fromFile)).rejects.toThrow(HostKeyRevokedError);
    });

    it('reads it again when it changes', async () => {
      const { path, fromFile } = await start(line(blob(1)));
      await writeFile(path, line(blob(2)));
      await eventually(() => connect(blob(2), 'strict', fromFile).catch(() => undefined));
    });

    it('does not start without it', async () => {
      file = new KnownHostsFile(join(folder, 'missing'));
      await expect(file.onModuleInit()).rejects.toThrow(KnownHostsFileError);
    });
  });
});
