import { rm, writeFile } from 'node:fs/promises';
import { Secret } from '../../src/common/secret.js';
import { DeviceClient } from '../support/device-client.js';
import { Frr } from '../support/frr.js';
import { describeWith } from '../support/requirements.js';
import { createSystemUser, removeSystemUser, Sshd, type SystemUser } from '../support/sshd.js';

describeWith(['vtysh', 'zebra', 'root with CI=true'], 'privilege on the Telnet terminal of FRRouting', () => {
  const passwords = { password: 'frr-l0gin', enablePassword: 'frr-enable' };
  const user = { username: 'unused', password: passwords.password };
  let frr: Frr;
  let client: DeviceClient;

  const clientWith = (secret?: string) =>
    DeviceClient.of({
      server: { host: '127.0.0.1', port: frr.telnetPort },
      user,
      driver: 'cisco_ios_telnet',
      credential: secret === undefined ? {} : { enableSecret: new Secret(secret) },
    });

  beforeAll(async () => {
    frr = await Frr.start({ telnet: passwords });
    client = await clientWith(passwords.enablePassword);
  });
  afterAll(async () => {
    await client.stop();
    await frr.stop();
  });

  it('is raised for a job, and lowered for the next one', async () => {
    const refused = await client.use((session) => session.sendCommand('show running-config'));
    expect(refused.rejection).not.toBeNull();
    const raised = await client.use(async (session) => {
      await session.enable();
      return session.sendCommand('show running-config');
    });
    expect(raised.rejection).toBeNull();
    expect(raised.output).toContain(`hostname ${frr.hostname}`);
    expect((await client.use((session) => session.sendCommand('show running-config'))).rejection).not.toBeNull();
    expect(client.pool.size).toBe(1);
  });

  it('tells a wrong secret, and a missing one', async () => {
    for (const [secret, name] of [
      ['wr0ng-secret', 'EnableSecretRejectedError'],
      [undefined, 'EnableSecretMissingError'],
    ] as const) {
      const other = await clientWith(secret);
      await expect(other.use((session) => session.enable())).rejects.toMatchObject({ name, stage: 'privilege' });
      await other.stop();
    }
  });

  it('is raised for configuration, which is in force after', async () => {
    const lines = ['interface lo', 'description set over Telnet'];
    const reply = await client.use((session) => session.sendConfigs(lines));
    expect(reply.outcome).toBe('applied');
    expect(reply.transcript).toContain('(config-if)# description set over Telnet');
    expect(await frr.plain('show running-config')).toContain('description set over Telnet');
  });
});

describeWith(['sshd', 'vtysh', 'zebra', 'root with CI=true'], 'configuration of FRRouting behind OpenSSH', () => {
  let sshd: Sshd;
  let frr: Frr;
  let user: SystemUser;
  let client: DeviceClient;

  beforeAll(async () => {
    [sshd, frr] = await Promise.all([Sshd.start(), Frr.start()]);
    user = await createSystemUser(frr.shell, ['frrvty']);
    client = await DeviceClient.of({ server: sshd, user, driver: 'cisco_ios' });
  });
  afterAll(async () => {
    await client.stop();
    await sshd.stop();
    await removeSystemUser(user);
    await frr.stop();
  });

  it('is in force after its lines were taken', async () => {
    const lines = ['ip route 198.51.100.0/24 Null0', 'interface lo', ' description set by a test'];
    const reply = await client.use((session) => session.sendConfigs(lines));
    expect(reply.outcome).toBe('applied');
    // vtysh goes by the name of the machine it runs on.
    const [host = ''] = reply.transcript.split('\n').at(-1)?.split('#', 1) ?? [];
    expect(reply.transcript.split('\n')).toEqual([
      'configure terminal',
      `${host}(config)# ip route 198.51.100.0/24 Null0`,
      `${host}(config)# interface lo`,
      `${host}(config-if)#  description set by a test`,
      `${host}(config-if)# end`,
      `${host}#`,
    ]);
    const running = await frr.plain('show running-config');
    expect(running).toContain('ip route 198.51.100.0/24 Null0');
    expect(running).toContain('description set by a test');
  });

  it('stops at a line that is refused, and nothing after it is sent', async () => {
    const lines = ['ip route 203.0.113.0/24 Null0', 'no such thing', 'ip route 192.0.2.0/24 Null0'];
    const reply = await client.use((session) => session.sendConfigs(lines));
    expect(reply.outcome).toBe('rejected');
    expect(reply.lines.map(({ rejection }) => rejection?.reason)).toEqual([undefined, 'rejected']);
    const running = await frr.plain('show running-config');
    expect([running.includes('203.0.113.0'), running.includes('192.0.2.0')]).toEqual([true, false]);
  });

  it('is saved where that is asked for', async () => {
    const reply = await client.use((session) =>
      session.sendConfigs(['ip route 198.51.100.0/24 Null0'], { save: true }),
    );
    expect(reply.transcript).toMatch(/Building Configuration|Configuration saved/);
  });

  it('is typed line by line, hundreds of them', async () => {
    const lines = Array.from({ length: 300 }, (_, index) => `ip route 10.99.${index % 200}.0/24 Null0`);
    const reply = await client.use((session) => session.sendConfigs(lines));
    expect(reply.outcome).toBe('applied');
    expect(reply.lines).toHaveLength(300);
  });
});

describeWith(['sshd', 'sudo', 'root with CI=true'], 'sudo behind OpenSSH', () => {
  let sshd: Sshd;
  let user: SystemUser;
  let rights: string;
  let client: DeviceClient;

  beforeAll(async () => {
    [sshd, user] = await Promise.all([Sshd.start(), createSystemUser('/bin/bash')]);
    rights = `/etc/sudoers.d/${user.username}`;
    await writeFile(rights, `${user.username} ALL=(root) ALL\n`, { mode: 0o440 });
    client = await DeviceClient.of({ server: sshd, user, driver: 'linux' });
  });
  afterAll(async () => {
    await client.stop();
    await sshd.stop();
    await rm(rights, { force: true });
    await removeSystemUser(user);
  });

  it('makes root of a user, for one job', async () => {
    const outputs = await client.use(async (session) => {
      const before = await session.sendCommand('id -u');
      await session.enable();
      const after = await session.sendCommand('id -u');
      return [before.output, after.output];
    });
    expect(outputs[1]).toBe('0');
    expect(outputs[0]).not.toBe('0');
    expect(await client.send('id -u')).toBe(outputs[0]);
  });

  it('does not take a wrong password, and says so after one attempt', async () => {
    const wrong = new Secret('wr0ng-secret');
    const raising = client.use((session) => session.enable({ secret: wrong }));
    await expect(raising).rejects.toMatchObject({ name: 'EnableSecretRejectedError', kind: 'auth' });
    await expect(raising).rejects.not.toThrow('wr0ng-secret');
    expect(await client.send('echo next')).toBe('next');
  });

  it('types configuration as root', async () => {
    const file = `/tmp/${user.username}`;
    const reply = await client.use((session) => session.sendConfigs([`id -u > ${file}`, `cat ${file}`, `rm ${file}`]));
    expect(reply.outcome).toBe('applied');
    expect(reply.lines.map(({ output }) => output)).toEqual(['', '0', '']);
  });
});
