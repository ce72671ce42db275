import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { DeviceClient } from '../support/device-client.js';
import { eventually } from '../support/eventually.js';
import { ageless, Frr } from '../support/frr.js';
import { describeWith } from '../support/requirements.js';
import { createSystemUser, removeSystemUser, Sshd, type SystemUser } from '../support/sshd.js';

const run = promisify(execFile);

describeWith(['sshd', 'root with CI=true'], 'Linux behind OpenSSH', () => {
  let sshd: Sshd;
  let user: SystemUser;
  let client: DeviceClient;

  beforeAll(async () => {
    [sshd, user] = await Promise.all([Sshd.start(), createSystemUser('/bin/bash')]);
    client = await DeviceClient.of({ server: sshd, user, driver: 'linux' });
  });
  afterAll(async () => {
    await client.stop();
    await sshd.stop();
    await removeSystemUser(user);
  });

  const plain = async (command: string) =>
    (await run('bash', ['-c', command], { maxBuffer: 2 ** 26, cwd: '/' })).stdout;

  it.each([
    ['one line', 'uname -a'],
    ['5 MB', 'seq 1 720000'],
    ['a file', 'cat /etc/services'],
    ['blanks and blank lines', `printf 'a\\n\\n  b  \\n\\n'`],
    ['a line without an end', 'printf abc'],
    ['UTF-8', `printf 'Größe ≥ 10 %% 😀\\n'`],
    ['the output of a long command', `echo ${'x'.repeat(700)}`],
    ['the output of a very long command', `printf '${'y'.repeat(3000)}\\n'`],
    ['lines that look like prompts', `printf 'root@gate:~# \\nuser@host:~$ ls\\nroot@gate:~# '`],
    ['nothing', 'true'],
  ])('gives what the plain command prints: %s', async (_, command) => {
    const expected = (await plain(command)).replace(/\n$/, '');
    const output = await client.send(command);
    expect(output === expected || output.slice(0, 1000)).toBe(true);
  });

  it('leaves escape sequences out', async () => {
    expect(await client.send(`printf '\\033[1;31mred\\033[0m\\033]0;title\\007\\n'`)).toBe('red');
  });

  it('follows a change of directory, and starts the next job where log-in does', async () => {
    expect(await client.sendAll('cd /tmp', 'pwd', 'cd', 'pwd')).toEqual(['', '/tmp', '', `/home/${user.username}`]);
    await client.send('cd /tmp');
    expect(await client.send('pwd')).toBe(`/home/${user.username}`);
    expect(client.pool.size).toBe(1);
  });

  it('follows a change of the prompt', async () => {
    expect(await client.sendAll(`PS1='new> $ '`, 'echo a', 'sh', 'echo b')).toEqual(['', 'a', '', 'b']);
  });

  it('is understood by the generic driver', async () => {
    const generic = await DeviceClient.of({ server: sshd, user, driver: 'generic' });
    expect(await generic.sendAll('echo a', 'printf abc', 'echo b')).toEqual(['a', 'abc', 'b']);
    await generic.stop();
  });

  it('flags a command that the shell does not know', async () => {
    const reply = await client.use((session) => session.sendCommand('no-such-command'));
    expect(reply.rejection).toEqual({ reason: 'rejected', line: reply.output });
  });

  it('reports a question', async () => {
    await expect(client.send(`read -s -p 'Password: ' x`)).rejects.toThrow('device asks: "Password:"');
  });

  it('fails a command that takes too long, with what had come', async () => {
    const failing = client.use((session) =>
      session.sendCommand('echo begun; sleep 60', { deadlineAt: Date.now() + 3_000 }),
    );
    await expect(failing).rejects.toMatchObject({ kind: 'timeout', stage: 'command', partialOutput: 'begun\n' });
    expect(await client.send('echo next')).toBe('next');
  });

  it('interrupts what runs when the work is given up', async () => {
    const home = `/home/${user.username}`;
    const aborting = new AbortController();
    const failing = client.use((session) =>
      session.sendCommand(`(trap 'touch interrupted; exit' INT; touch begun; sleep 60; true)`, {
        signal: aborting.signal,
      }),
    );
    const failed = expect(failing).rejects.toMatchObject({ kind: 'aborted' });
    await eventually(() => existsSync(`${home}/begun`));
    aborting.abort();
    await failed;
    await eventually(() => existsSync(`${home}/interrupted`));
    expect(await client.send('echo next')).toBe('next');
  });

  it('fails at once when the shell is killed in the middle of output', async () => {
    const failing = client.send('echo begun; kill -9 $$');
    await expect(failing).rejects.toMatchObject({ name: 'ConnectionLostError', kind: 'network' });
    expect(await client.send('echo next')).toBe('next');
  });

  it('fails at once when the command ends the session', async () => {
    await expect(client.send('exit')).rejects.toMatchObject({ name: 'ConnectionLostError' });
    expect(await client.send('echo next')).toBe('next');
  });

  it('rejects a wrong password, and takes the right one after', async () => {
    const failing = client.use((session) => session.sendCommand('id'), 'wrong');
    await expect(failing).rejects.toMatchObject({ name: 'AuthenticationFailedError', kind: 'auth' });
    expect(await client.send('echo next')).toBe('next');
  });

  it('gives up a server that has stopped', async () => {
    const patient = await DeviceClient.of({
      server: sshd,
      user,
      driver: 'linux',
      settings: { connectTimeoutMs: 3_000 },
    });
    sshd.freeze();
    await expect(patient.send('id')).rejects.toMatchObject({ kind: 'timeout' });
    sshd.thaw();
    expect(await patient.send('echo next')).toBe('next');
    await patient.stop();
  });

  it('takes 50 log-ins at once', async () => {
    const outputs = await Promise.all(Array.from({ length: 50 }, (_, index) => client.send(`echo ${index}`)));
    expect(outputs).toEqual(outputs.map((_, index) => String(index)));
  });
});

describeWith(['sshd', 'dash', 'root with CI=true'], 'dash behind OpenSSH with keyboard-interactive', () => {
  let sshd: Sshd;
  let user: SystemUser;
  let client: DeviceClient;

  beforeAll(async () => {
    const settings = ['UsePAM yes', 'PasswordAuthentication no', 'KbdInteractiveAuthentication yes'];
    [sshd, user] = await Promise.all([Sshd.start(settings), createSystemUser('/bin/dash')]);
    client = await DeviceClient.of({ server: sshd, user, driver: 'linux' });
  });
  afterAll(async () => {
    await client.stop();
    await sshd.stop();
    await removeSystemUser(user);
  });

  it.each([
    ['a line', 'echo a', 'a'],
    ['a line without an end', 'printf abc', 'abc'],
    ['lines that look like prompts', `printf '# a\\n$ b\\n'`, '# a\n$ b'],
    ['the output of a long command', `echo ${'x'.repeat(700)}`, 'x'.repeat(700)],
  ])('gives %s', async (_, command, output) => {
    expect(await client.send(command)).toBe(output);
  });

  it('rejects a wrong password', async () => {
    const failing = client.use((session) => session.sendCommand('id'), 'wrong');
    await expect(failing).rejects.toMatchObject({ name: 'AuthenticationFailedError' });
  });
});

describeWith(['sshd', 'vtysh', 'zebra', 'root with CI=true'], 'FRRouting behind OpenSSH', () => {
  describe.each([
    ['no pager', undefined],
    ['more', 'more'],
    ['less', 'less'],
  ])('with %s', (_, pager) => {
    let sshd: Sshd;
    let frr: Frr;
    let user: SystemUser;
    let client: DeviceClient;

    beforeAll(async () => {
      [sshd, frr] = await Promise.all([Sshd.start(), Frr.start({ pager })]);
      user = await createSystemUser(frr.shell, ['frrvty']);
      client = await DeviceClient.of({ server: sshd, user, driver: 'cisco_ios' });
    });
    afterAll(async () => {
      await client.stop();
      await sshd.stop();
      await removeSystemUser(user);
      await frr.stop();
    });

    it.each(['show version', 'show running-config', 'show interface', 'show ip route', 'list'])(
      'gives what the plain command prints: %s',
      async (command) => {
        expect(ageless(`${await client.send(command)}\n`)).toBe(ageless(await frr.plain(command)));
      },
    );

    it('flags commands that vtysh refuses', async () => {
      const reply = (command: string) => client.use((session) => session.sendCommand(command));
      expect((await reply('show nonsense')).rejection).toMatchObject({ reason: 'rejected' });
      expect((await reply('show')).rejection).toMatchObject({ reason: 'incomplete' });
    });

    it('enters and leaves configuration mode', async () => {
      const outputs = await client.sendAll('configure terminal', 'interface lo', 'exit', 'end', 'show clock');
      expect(outputs.slice(0, 4)).toEqual(['', '', '', '']);
    });
  });
});
