import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Secret } from '../../src/common/secret.js';
import { HostKeyBook } from '../../src/modules/devices/host-keys/host-key-book.js';
import { HostKeyStore } from '../../src/modules/devices/host-keys/host-key-store.js';
import { MemorySharedState } from '../../src/modules/state/adapters/memory.shared-state.js';
import { DeviceClient } from '../support/device-client.js';
import { eventually } from '../support/eventually.js';
import { hostKeyChecks } from '../support/host-keys.js';
import { describeWith } from '../support/requirements.js';
import { createSystemUser, removeSystemUser, Sshd, type SystemUser } from '../support/sshd.js';

const run = promisify(execFile);

describeWith(['sshd', 'root with CI=true'], 'host keys of OpenSSH', () => {
  let user: SystemUser;
  let store: HostKeyStore;
  const servers: Sshd[] = [];
  const clients: DeviceClient[] = [];

  beforeAll(async () => {
    user = await createSystemUser('/bin/sh');
  });
  beforeEach(() => {
    store = new HostKeyStore(new MemorySharedState());
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.stop()));
    await Promise.all(servers.splice(0).map((server) => server.stop()));
  });
  afterAll(() => removeSystemUser(user));

  const start = async (settings: readonly string[] = [], port?: number) => {
    const server = await Sshd.start(['LogLevel DEBUG', ...settings], port);
    servers.push(server);
    return server;
  };
  /** The same port with another key. */
  const replaced = async (server: Sshd) => {
    await server.stop();
    return start([], server.port);
  };
  const clientOf = async (server: Sshd, options = {}) => {
    const logins = { jump: { id: 'jump', username: user.username, password: new Secret(user.password) } };
    const settings = { sessionIdleTtlMs: 0 };
    const client = await DeviceClient.of({
      ...{ server, user, driver: 'linux', options, settings, logins },
      hostKeys: hostKeyChecks(store),
    });
    clients.push(client);
    return client;
  };

  it('stop a job at a server whose key was replaced, before it learns who logs in', async () => {
    const first = await start();
    const client = await clientOf(first);
    await client.send('true');
    const second = await replaced(first);
    await expect(client.send('true')).rejects.toMatchObject({ name: 'HostKeyChangedError', stage: 'host_key' });
    expect(await second.log()).not.toContain('userauth-request');
    await store.forget(first);
    expect(await client.send('whoami')).toBe(user.username);
    expect(await second.log()).toContain('userauth-request');
  });

  it('stop a job at a jump host whose key was replaced', async () => {
    const [device, hop] = [await start(), await start()];
    const options = { jump_hosts: [{ host: hop.host, port: hop.port, credential_id: 'jump' }] };
    const client = await clientOf(device, options);
    expect(await client.send('whoami')).toBe(user.username);
    const second = await replaced(hop);
    await expect(client.send('true')).rejects.toMatchObject({
      name: 'JumpHostError',
      kind: 'auth',
      stage: 'host_key',
      message: expect.stringMatching(/^jump host 127\.0\.0\.1:\d+ shows another host key/),
    });
    expect(await second.log()).not.toContain('userauth-request');
  });

  it('are asked for by the type that is known, where a server has several', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tom-host-keys-'));
    const file = join(folder, 'rsa');
    await run('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', file]);
    const server = await start([`HostKey ${file}`]);
    const { stdout } = await run('ssh-keygen', ['-y', '-f', file]);
    const book = new HostKeyBook(store);
    await book.import(`[127.0.0.1]:${server.port} ${stdout}`);
    const client = await clientOf(server, { host_key_policy: 'strict' });
    expect(await client.send('whoami')).toBe(user.username);
    await book.forget('127.0.0.1', null);
    await book.import(`[127.0.0.1]:${server.port} ${await server.hostKey()}`);
    expect(await client.send('whoami')).toBe(user.username);
    await rm(folder, { recursive: true });
  });

  it('are read as ssh-keyscan prints them', async () => {
    const server = await start();
    const { stdout } = await run('ssh-keyscan', ['-p', String(server.port), server.host]);
    expect(await new HostKeyBook(store).import(stdout)).toEqual({ imported: 1, skipped: [] });
    const client = await clientOf(server, { host_key_policy: 'strict' });
    expect(await client.send('whoami')).toBe(user.username);
  });

  it('are judged again when keys are exchanged anew', async () => {
    const server = await start(['RekeyLimit 1M']);
    const client = await clientOf(server);
    expect((await client.send('seq 1 500000')).length).toBe(3_388_894);
    await eventually(async () => /(NEWKEYS received[^]*){2}/.test(await server.log()));
  });
});
