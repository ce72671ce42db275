import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabDevice, LabDeviceOptions } from '../../src/lab/lab-device.js';
import { Lab } from '../../src/lab/lab.js';
import { DeviceClient } from '../support/device-client.js';
import { eventually } from '../support/eventually.js';
import { RawTelnet } from '../support/raw-telnet.js';

const LOGIN = { username: 'ann', password: 'planted-pw' };

describe('a device of the lab over Telnet', () => {
  const labs: Lab[] = [];
  afterEach(async () => {
    await Promise.all(labs.splice(0).map((lab) => lab.stop()));
  });

  async function start(options: Partial<LabDeviceOptions> = {}, devicesDirectory?: string): Promise<LabDevice> {
    const devices = [{ name: 'r1', platform: 'cisco_ios', transport: 'telnet' as const, ...LOGIN, ...options }];
    const lab = await Lab.start({ devices, devicesDirectory });
    labs.push(lab);
    return lab.device('r1');
  }

  async function logIn(device: LabDevice): Promise<RawTelnet> {
    const client = await RawTelnet.connect(device.port);
    await client.until(/Username: $/);
    await client.ask('ann', /Password: $/);
    await client.ask('planted-pw', /r1#$/);
    return client;
  }

  it('negotiates, asks who is there without an echo of the password, and opens a shell', async () => {
    const device = await start();
    const client = await RawTelnet.connect(device.port);
    expect(await client.until(/Username: $/)).toBe('\r\nUser Access Verification\r\n\r\nUsername: ');
    expect(client.commands).toEqual(['251 1', '251 3', '253 24', '253 31']);
    expect(await client.ask('ann', /Password: $/)).toBe('ann\r\nPassword: ');
    expect(await client.ask('planted-pw', /r1#$/)).toBe('\r\n\r\nr1#');
    expect(await client.ask('show clock', /r1#$/)).toMatch(/^show clock\r\n\*.+ UTC .+\r\nr1#$/);
    expect(device.driver).toBe('cisco_ios_telnet');
    expect(device.log.logins).toEqual([{ username: 'ann', method: 'telnet', accepted: true }]);
    expect(device.log).toMatchObject({ sessionsOpen: 1, maxSessionsOpen: 1, shells: 1 });
    const closed = once(client.socket, 'close');
    client.socket.write('exit\r\n');
    await closed;
    await eventually(() => device.log.sessionsOpen === 0);
  });

  it('goes by the size of the window', async () => {
    const client = await logIn(await start({ platform: 'cisco_ios' }));
    expect(await client.ask(`show ${'x'.repeat(140)}`, /marker\.[^#]*r1#$/)).toContain('$');
  });

  it('asks for a password alone', async () => {
    const device = await start({ passwordOnly: true });
    const client = await RawTelnet.connect(device.port);
    await client.until(/Password: $/);
    await client.ask('planted-pw', /r1#$/);
    expect(device.log.logins).toEqual([{ username: 'ann', method: 'telnet', accepted: true }]);
  });

  it('refuses wrong passwords, three at the most, and tells of a locked account', async () => {
    const device = await start();
    const client = await RawTelnet.connect(device.port);
    for (let left = 2; left >= 0; left--) {
      await client.until(/Username: $/);
      await client.ask('ann', /Password: $/);
      client.socket.write('wrong\r\0');
      if (left > 0) expect(await client.until(/Username: $/)).toBe('\r\n% Login invalid\r\n\r\nUsername: ');
      client.received = left > 0 ? 'Username: ' : '';
    }
    await client.until(/never/);
    expect(device.log.logins.map(({ accepted }) => accepted)).toEqual([false, false, false]);
    await device.setFaults({ accountLocked: true });
    const locked = await RawTelnet.connect(device.port);
    await locked.until(/Username: $/);
    await locked.ask('ann', /Password: $/);
    expect(await locked.ask('planted-pw', /Username: $/)).toContain('Account is locked');
  });

  /** A Linux whose Telnet is described so. */
  async function startTelnetd(telnet: string): Promise<LabDevice> {
    const directory = await mkdtemp(join(tmpdir(), 'lab-telnet-'));
    await mkdir(join(directory, 'telnetd'));
    const text = `extends: linux\nlogin: { dialogue: { user: "login: " }, telnet: { ${telnet} } }\n`;
    await writeFile(join(directory, 'telnetd', 'device.yaml'), text);
    return start({ platform: 'telnetd' }, directory);
  }

  it.each([
    ['typed in BINARY where the device agrees', 'agrees: [binary]', 'Größe 😀'],
    ['typed as it is where the device refuses', '', 'Größe 😀'],
    ['typed in BINARY where the eighth bit is lost without', 'seven_bits: true, agrees: [binary]', 'Größe 😀'],
  ])('has text beyond ASCII %s', async (_, telnet, output) => {
    const { host, port } = await startTelnetd(telnet);
    const client = await DeviceClient.of({ server: { host, port }, user: LOGIN, driver: 'linux_telnet' });
    expect(await client.sendAll('echo Größe 😀', 'pwd')).toEqual([output, '/home/ann']);
    await client.stop();
  });

  it('shows what a device that takes seven bits alone made of text beyond ASCII', async () => {
    const { host, port } = await startTelnetd('seven_bits: true');
    const client = await DeviceClient.of({ server: { host, port }, user: LOGIN, driver: 'linux_telnet' });
    expect(await client.sendAll('echo é', 'pwd')).toEqual(['echo C)\nC)', '/home/ann']);
    await client.stop();
  });

  it('echoes on request alone, and waits for answers, where its description says so', async () => {
    const device = await startTelnetd('waits: true, echo_on_request: true, do: [ttype, tspeed]');
    const willing = await RawTelnet.connect(device.port);
    await willing.until(/login: $/);
    expect(await willing.ask('ann', /Password: $/)).toBe('ann\r\nPassword: ');
    const mute = await RawTelnet.connect(device.port, false);
    mute.socket.write(Buffer.from([255, 254, 1, 255, 254, 3, 255, 252, 24, 255, 252, 32]));
    await mute.until(/login: $/);
    expect(await mute.ask('ann', /Password: $/)).toBe('\r\nPassword: ');
    await mute.ask('planted-pw', /\$ $/);
    expect(await mute.ask('pwd', /\$ $/)).toBe('/home/ann\r\nann@r1:~$ ');
  });

  it('refuses options nobody asked for, once', async () => {
    const client = await logIn(await start());
    client.commands.length = 0;
    client.socket.write(Buffer.from([255, 253, 6, 255, 251, 39, 255, 252, 39]));
    await client.ask('show clock', /r1#$/);
    expect(client.commands).toEqual(['252 6', '254 39']);
  });

  it.each(['connect', 'key_exchange', 'login', 'authenticated', 'prompt', 'command', 'config'] as const)(
    'breaks the connection at the stage %s',
    async (dropAt) => {
      const device = await start({ faults: { dropAt } });
      const client = await RawTelnet.connect(device.port);
      client.socket.write('ann\r\0planted-pw\r\0show clock\r\0configure terminal\r\0hostname r2\r\0show clock\r\0');
      await client.until(/never/);
      expect({
        logins: device.log.logins.length,
        commands: device.log.commands.length,
        configLines: device.log.configLines.length,
      }).toEqual({
        logins: ['connect', 'key_exchange', 'login'].includes(dropAt) ? 0 : 1,
        commands: dropAt === 'command' ? 1 : dropAt === 'config' ? 3 : 0,
        configLines: dropAt === 'config' ? 1 : 0,
      });
    },
  );
});
