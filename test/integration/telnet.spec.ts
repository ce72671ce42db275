import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DeviceClient } from '../support/device-client.js';
import { ageless, Frr } from '../support/frr.js';
import { describeWith } from '../support/requirements.js';
import { createSystemUser, removeSystemUser, type SystemUser } from '../support/sshd.js';
import { Telnetd } from '../support/telnet-server.js';

const run = promisify(execFile);

describeWith(['telnetd', 'root with CI=true'], 'Linux behind telnetd', () => {
  describe.each([
    ['bash', '/bin/bash'],
    ['dash', '/bin/dash'],
  ])('with %s', (_, shell) => {
    let telnetd: Telnetd;
    let user: SystemUser;
    let client: DeviceClient;

    beforeAll(async () => {
      [telnetd, user] = await Promise.all([Telnetd.start(), createSystemUser(shell)]);
      client = await DeviceClient.of({ server: telnetd, user, driver: 'linux_telnet' });
    });
    afterAll(async () => {
      await client.stop();
      await telnetd.stop();
      await removeSystemUser(user);
    });

    const plain = async (command: string) =>
      (await run('sh', ['-c', command], { maxBuffer: 2 ** 26, cwd: '/' })).stdout.replace(/\n$/, '');

    it.each([
      ['one line', 'uname -a'],
      ['5 MB', 'seq 1 720000'],
      ['a line without an end', 'printf abc'],
      ['UTF-8', `printf 'Gr\\303\\266\\303\\237e \\360\\237\\230\\200\\n'`],
      ['the output of a long command', `echo ${'x'.repeat(700)}`],
      ['a command in UTF-8', "printf '%s\\n' 'Größe 😀 ÿ'"],
      ['nothing', 'true'],
    ])('gives what the plain command prints: %s', async (_name, command) => {
      const output = await client.send(command);
      const expected = await plain(command);
      expect(output === expected || output.slice(0, 1000)).toBe(true);
    });

    it('goes on in ASCII on the session that typed UTF-8', async () => {
      expect(await client.sendAll('echo ä', 'seq 1 3', 'printf abc')).toEqual(['ä', '1\n2\n3', 'abc']);
    });

    it('follows a change of directory, and starts the next job where log-in does', async () => {
      expect(await client.sendAll('cd /tmp', 'pwd')).toEqual(['', '/tmp']);
      expect(await client.send('pwd')).toBe(`/home/${user.username}`);
    });

    it('rejects a wrong password at once, and takes the right one after', async () => {
      const failing = client.use((session) => session.sendCommand('id'), 'wr0ng');
      await expect(failing).rejects.toMatchObject({
        name: 'AuthenticationFailedError',
        kind: 'auth',
        stage: 'authenticate',
        message: expect.stringMatching(/rejects the password of user "\w+" \(credential "test"\): "Login incorrect"$/),
      });
      expect(await client.send('echo next')).toBe('next');
    });

    it('fails at once when the shell is killed in the middle of output', async () => {
      await expect(client.send('echo begun; kill -9 $$')).rejects.toMatchObject({ name: 'ConnectionLostError' });
    });
  });
});

describeWith(['telnetd', 'busybox', 'root with CI=true'], 'BusyBox behind telnetd', () => {
  it('gives what its shell prints', async () => {
    const telnetd = await Telnetd.start('/usr/bin/busybox ash');
    const client = await DeviceClient.of({
      server: telnetd,
      user: { username: 'nobody', password: 'none' },
      driver: 'linux_telnet',
    });
    const outputs = await client.sendAll(
      'echo $0',
      'printf abc',
      'cd /tmp',
      'pwd',
      `echo ${'y'.repeat(700)}`,
      'echo Größe 😀',
      'no-such',
    );
    expect(outputs.slice(1, 6)).toEqual(['abc', '', '/tmp', 'y'.repeat(700), 'Größe 😀']);
    expect(outputs[6]).toContain('not found');
    await client.stop();
    await telnetd.stop();
  });
});

describeWith(['vtysh', 'zebra', 'root with CI=true'], 'the Telnet terminal of FRRouting', () => {
  const passwords = { password: 'frr-l0gin', enablePassword: 'frr-enable' };
  const user = { username: 'unused', password: passwords.password };
  let frr: Frr;
  let client: DeviceClient;

  beforeAll(async () => {
    frr = await Frr.start({ telnet: passwords });
    const server = { host: '127.0.0.1', port: frr.telnetPort };
    client = await DeviceClient.of({ server, user, driver: 'cisco_ios_telnet' });
  });
  afterAll(async () => {
    await client.stop();
    await frr.stop();
  });

  it('gives the output of commands, on one session', async () => {
    const routes = ageless(await frr.plain('show ip route'));
    expect(ageless(`${await client.send('show ip route')}\n`)).toBe(routes);
    expect(ageless(`${await client.send('show ip route')}\n`)).toBe(routes);
    expect(client.pool.size).toBe(1);
  });

  it('flags a command that the router refuses', async () => {
    const reply = await client.use((session) => session.sendCommand('show nonsense'));
    expect(reply.rejection).toMatchObject({ reason: 'rejected' });
  });

  it('has what is beyond ASCII refused by the router, which takes none', async () => {
    const reply = await client.use((session) => session.sendCommand('show größe'));
    expect(reply.rejection).toMatchObject({ reason: 'rejected' });
    expect(ageless(`${await client.send('show ip route')}\n`)).toBe(ageless(await frr.plain('show ip route')));
  });

  it('rejects a wrong password at once', async () => {
    const failing = client.use((session) => session.sendCommand('show version'), 'wr0ng');
    await expect(failing).rejects.toMatchObject({ name: 'AuthenticationFailedError', stage: 'authenticate' });
  });

  it('reports the question for the enable password', async () => {
    await expect(client.send('enable')).rejects.toMatchObject({ name: 'DeviceQuestionError' });
  });

  it('turns the pages where paging cannot be switched off', async () => {
    const server = { host: '127.0.0.1', port: frr.telnetPort };
    const generic = await DeviceClient.of({ server, user, driver: 'generic_telnet' });
    expect(ageless(`${await generic.send('show ip route')}\n`)).toBe(ageless(await frr.plain('show ip route')));
    await generic.stop();
  });
});
