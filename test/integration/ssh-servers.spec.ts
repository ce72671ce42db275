import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DeviceClient } from '../support/device-client.js';
import { Dropbear } from '../support/dropbear.js';
import { eventually } from '../support/eventually.js';
import { describeWith } from '../support/requirements.js';
import { createSystemUser, removeSystemUser, Sshd, type SystemUser } from '../support/sshd.js';

const run = promisify(execFile);

describeWith(['dropbear', 'dropbearkey', 'root with CI=true'], 'Linux behind Dropbear', () => {
  let dropbear: Dropbear;
  let user: SystemUser;
  let client: DeviceClient;

  beforeAll(async () => {
    [dropbear, user] = await Promise.all([Dropbear.start(), createSystemUser('/bin/bash')]);
    client = await DeviceClient.of({ server: dropbear, user, driver: 'linux' });
  });
  afterAll(async () => {
    await client.stop();
    await dropbear.stop();
    await removeSystemUser(user);
  });

  it.each([
    ['10 MB', 'seq 1 1400000'],
    ['UTF-8', `printf 'Größe ≥ 10 %% 😀\\n'`],
    ['a line without an end', 'echo -n abc'],
    ['the output of a command of 700 characters', `echo ${'x'.repeat(700)}`],
    ['a line that looks like a prompt', `printf 'root@gate:~# '`],
  ])('gives what the plain command prints: %s', async (_, command) => {
    const { stdout } = await run('bash', ['-c', command], { maxBuffer: 2 ** 26 });
    const output = await client.send(command);
    expect(output === stdout.replace(/\n$/, '') || output.slice(0, 1000)).toBe(true);
  });

  it('opens a channel for each job on one connection', async () => {
    expect(await client.sendAll('cd /tmp', 'pwd')).toEqual(['', '/tmp']);
    expect(await client.send('pwd')).toBe(`/home/${user.username}`);
    expect(client.pool.size).toBe(1);
  });

  it('rejects a wrong password', async () => {
    const failing = client.use((session) => session.sendCommand('id'), 'wr0ng');
    await expect(failing).rejects.toMatchObject({ name: 'AuthenticationFailedError' });
  });

  it('fails at once when the shell is killed', async () => {
    await expect(client.send('echo begun; kill -9 $$')).rejects.toMatchObject({ name: 'ConnectionLostError' });
    expect(await client.send('echo next')).toBe('next');
  });
});

describeWith(['sshd', 'root with CI=true'], 'a connection whose other end has stopped', () => {
  let sshd: Sshd;
  let user: SystemUser;
  let client: DeviceClient;

  beforeEach(async () => {
    [sshd, user] = await Promise.all([Sshd.start(), createSystemUser('/bin/bash')]);
    client = await DeviceClient.of({ server: sshd, user, driver: 'linux', settings: { sshKeepaliveMs: 700 } });
  });
  afterEach(async () => {
    await client.stop();
    await sshd.thawConnections();
    await sshd.stop();
    await removeSystemUser(user);
  });

  it('fails the command on it, with what had come', async () => {
    let output = '';
    const onOutput = (text: string) => (output += text);
    const failing = client.use((session) => session.sendCommand('echo begun; sleep 60', { onOutput }));
    const failed = expect(failing).rejects.toMatchObject({
      name: 'ConnectionLostError',
      partialOutput: 'begun\n',
      message: expect.stringContaining('no answer to keepalives for 2.1 s'),
    });
    await eventually(() => output.includes('begun'));
    await sshd.freezeConnections();
    await failed;
  });

  it('is replaced without the next job noticing', async () => {
    expect(await client.send('echo first')).toBe('first');
    await sshd.freezeConnections();
    expect(await client.send('echo next')).toBe('next');
  });
});
