import { once } from 'node:events';
import { connect } from 'node:net';
import ssh2 from 'ssh2';
import type { ClientChannel, ConnectConfig } from 'ssh2';
import { bigText } from '../../src/lab/cli/big-text.js';
import type { LabDevice, LabDeviceOptions } from '../../src/lab/lab-device.js';
import { Lab } from '../../src/lab/lab.js';
import { eventually } from '../support/eventually.js';

const LOGIN = { username: 'ann', password: 'pw' };

/** A shell of a device, as a client sees it. */
class TestShell {
  received = '';
  packets = 0;
  #waiting: (() => void) | undefined;

  constructor(
    readonly client: ssh2.Client,
    readonly channel: ClientChannel,
  ) {
    channel.on('data', (data: Buffer) => {
      this.received += data.toString();
      this.packets++;
      this.#waiting?.();
    });
  }

  /** Waits until the end of what was received matches, and takes all of it. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.received.slice(-100))) await new Promise<void>((resolve) => (this.#waiting = resolve));
    const text = this.received;
    this.received = '';
    this.packets = 0;
    return text;
  }

  async ask(command: string, pattern = /[>#$] ?$/): Promise<string> {
    this.channel.write(`${command}\n`);
    return this.until(pattern);
  }
}

async function logIn(device: LabDevice, config: ConnectConfig = {}): Promise<ssh2.Client> {
  const client = new ssh2.Client();
  client.on('error', () => undefined);
  client.on('keyboard-interactive', (_name, _instructions, _lang, _prompts, finish) => finish([LOGIN.password]));
  const ready = new Promise<void>((resolve, reject) => client.once('ready', resolve).once('error', reject));
  client.connect({ host: device.host, port: device.port, ...LOGIN, ...config });
  await ready;
  return client;
}

async function openShell(client: ssh2.Client, size = { cols: 511, rows: 1000 }): Promise<TestShell> {
  const channel = await new Promise<ClientChannel>((resolve, reject) =>
    client.shell({ ...size, term: 'vt100' }, (error, opened) => (error ? reject(error) : resolve(opened))),
  );
  return new TestShell(client, channel);
}

async function shellOf(device: LabDevice): Promise<TestShell> {
  const shell = await openShell(await logIn(device));
  await shell.until(/[>#$] ?$/);
  return shell;
}

describe('the lab', () => {
  const labs: Lab[] = [];

  async function start(...devices: LabDeviceOptions[]): Promise<Lab> {
    const lab = await Lab.start({ devices: devices.map((device) => ({ ...LOGIN, ...device })) });
    labs.push(lab);
    return lab;
  }

  async function startOne(options: Partial<LabDeviceOptions> = {}): Promise<LabDevice> {
    const name = options.name ?? 'r1';
    return (await start({ platform: 'cisco_ios', ...options, name })).device(name);
  }

  afterEach(async () => {
    await Promise.all(labs.splice(0).map((lab) => lab.stop()));
  });

  it('logs in with a password and writes it down', async () => {
    const device = await startOne();
    const client = await logIn(device);
    expect(device.log.logins).toEqual([{ username: 'ann', method: 'password', accepted: true }]);
    expect(device.log.sessionsOpen).toBe(1);
    client.end();
    await once(client, 'close');
    await logIn(device);
    expect(device.log).toMatchObject({ sessionsOpen: 1, maxSessionsOpen: 1, connections: 2 });
  });

  it('logs in with keyboard-interactive', async () => {
    const device = await startOne();
    await logIn(device, { password: undefined, tryKeyboard: true });
    expect(device.log.logins).toEqual([{ username: 'ann', method: 'keyboard-interactive', accepted: true }]);
  });

  it('refuses a wrong password and a wrong user', async () => {
    const device = await startOne();
    await expect(logIn(device, { password: 'no' })).rejects.toThrow('authentication methods failed');
    await expect(logIn(device, { username: 'bob' })).rejects.toThrow('authentication methods failed');
    expect(device.log.logins.map(({ accepted }) => accepted)).toEqual([false, false]);
  });

  it('runs commands on every platform', async () => {
    const lab = await start({ platform: 'cisco_ios' }, { platform: 'arista_eos' }, { platform: 'linux' });
    const [ios, eos, linux] = await Promise.all(lab.devices.map(shellOf));
    await ios?.ask('terminal length 0');
    expect(await ios?.ask('show version')).toContain('Processor board ID TOM24000001');
    expect(await eos?.ask('show version')).toContain('Serial number: TOM24000002');
    expect(await linux?.ask('uname -a')).toContain('Linux host3 6.1.0');
  });

  it('raises the privilege, configures and leaves', async () => {
    const device = await startOne({ enableSecret: 'en' });
    const shell = await shellOf(device);
    await shell.ask('enable', /Password: $/);
    await shell.ask('en');
    await shell.ask('configure terminal');
    await shell.ask('interface Loopback0');
    expect(await shell.ask('description x')).toContain('r1(config-if)#');
    await shell.ask('end');
    shell.channel.write('exit\n');
    await once(shell.client, 'close');
    expect(device.log.configLines.map(({ text }) => text)).toEqual(['interface Loopback0', 'description x']);
    expect(device.log.commands.map(({ text }) => text)).toEqual([
      'enable',
      'configure terminal',
      'interface Loopback0',
      'description x',
      'end',
      'exit',
    ]);
  });

  it('pages by its own page length on IOS and by the terminal on EOS', async () => {
    const lab = await start({ platform: 'cisco_ios' }, { platform: 'arista_eos' });
    const [ios, eos] = await Promise.all(
      lab.devices.map(async (device) => openShell(await logIn(device), { cols: 100, rows: 10 })),
    );
    await ios?.until(/#$/);
    await eos?.until(/#$/);
    expect((await ios?.ask('show version', /--More-- $/))?.split('\n')).toHaveLength(25);
    expect((await eos?.ask('show interfaces', /--More--/))?.split('\n')).toHaveLength(11);
  });

  it('honours the width of the terminal, also when it changes', async () => {
    const device = await startOne({ platform: 'linux', name: 'h' });
    const shell = await openShell(await logIn(device), { cols: 30, rows: 24 });
    await shell.until(/\$ $/);
    expect(await shell.ask(`echo ${'x'.repeat(40)}`)).toContain(' \r');
    shell.channel.setWindow(24, 200, 0, 0);
    expect(await shell.ask(`echo ${'x'.repeat(40)}`)).not.toContain(' \r');
  });

  it('opens several shells on a connection to Linux and one on a connection to IOS', async () => {
    const lab = await start({ platform: 'linux', name: 'h' }, { platform: 'cisco_ios', name: 'r' });
    const linux = await logIn(lab.device('h'));
    const shells = await Promise.all([openShell(linux), openShell(linux)]);
    for (const shell of shells) await shell.until(/\$ $/);
    const ios = await logIn(lab.device('r'));
    await openShell(ios);
    await expect(openShell(ios)).rejects.toThrow();
  });

  it('prints a long output in full', async () => {
    const device = await startOne({ bigOutputBytes: 5_000_000 });
    const shell = await shellOf(device);
    await shell.ask('terminal length 0');
    const output = (await shell.ask('show tech-support', /r1#$/)).replaceAll('\r', '');
    expect(output).toBe(`show tech-support\n${bigText(5_000_000)}r1#`);
  });

  it('runs fifty devices at once', async () => {
    const lab = await start(...Array.from({ length: 50 }, () => ({ platform: 'cisco_ios' })));
    const shells = await Promise.all(lab.devices.map(shellOf));
    const answers = await Promise.all(shells.map((shell) => shell.ask('show version | include uptime')));
    expect(answers.map((answer, index) => answer.includes(`r${index + 1} uptime is`))).toEqual(Array(50).fill(true));
    expect(new Set(lab.devices.map(({ port }) => port)).size).toBe(50);
  });

  it('fills in facts of the user', async () => {
    const device = await startOne({ facts: { serial: 'MINE-1' } });
    expect(await (await shellOf(device)).ask('show inventory', /--More--|#$/)).toContain('SN: MINE-1');
  });

  it('keeps connections to one device apart, also beside one that never says its name', async () => {
    const device = await startOne();
    const silent = connect(device.port, device.host);
    await once(silent, 'data');
    const shells = await Promise.all(Array.from({ length: 8 }, () => shellOf(device)));
    expect(device.log).toMatchObject({ sessionsOpen: 8, maxSessionsOpen: 8, connections: 9 });
    await Promise.all(shells.slice(1).map(({ client }) => once(client.end(), 'close')));
    expect(await shells[0]?.ask('show clock')).toContain('UTC');
    await eventually(() => device.log.sessionsOpen === 1);
    silent.destroy();
  });

  it('breaks its connections when it stops', async () => {
    const lab = await start({ platform: 'cisco_ios' });
    const [device] = lab.devices;
    const shell = device && (await shellOf(device));
    const closed = shell && once(shell.client, 'close');
    await lab.stop();
    await closed;
    await lab.stop();
  });

  it('refuses a port in use, a name given twice and an unknown platform', async () => {
    const { port } = await startOne();
    await expect(startOne({ port })).rejects.toThrow(`port ${port} of lab device "r1" is in use`);
    await expect(start({ platform: 'linux', name: 'a' }, { platform: 'linux', name: 'a' })).rejects.toThrow(
      'called "a"',
    );
    await expect(startOne({ platform: 'linus' })).rejects.toThrow('did you mean "linux"?');
  });

  it('knows its devices by name', async () => {
    const lab = await start({ platform: 'linux', name: 'web-1' });
    expect(() => lab.device('web-2')).toThrow('the lab has no device "web-2"; did you mean "web-1"?');
  });

  describe('with faults', () => {
    it('refuses connections and takes them again on the same port', async () => {
      const device = await startOne({ faults: { refuseConnections: true } });
      await expect(logIn(device)).rejects.toThrow('ECONNREFUSED');
      await device.setFaults({});
      const shell = await shellOf(device);
      await device.setFaults({ refuseConnections: true });
      await expect(logIn(device)).rejects.toThrow('ECONNREFUSED');
      expect(await shell.ask('show clock')).toContain('UTC');
    });

    it('accepts a connection and says nothing', async () => {
      const device = await startOne({ faults: { neverAnswer: 'connect' } });
      await expect(logIn(device, { readyTimeout: 100 })).rejects.toThrow('Timed out');
      await eventually(() => device.log.connections === 1);
    });

    it('never answers the log-in', async () => {
      const device = await startOne({ faults: { neverAnswer: 'login' } });
      await expect(logIn(device, { readyTimeout: 200 })).rejects.toThrow('Timed out');
      const socket = connect(device.port, device.host);
      const [greeting] = (await once(socket, 'data')) as [Buffer];
      expect(greeting.toString()).toContain('SSH-2.0-Cisco');
      socket.destroy();
    });

    it('refuses the right password', async () => {
      const device = await startOne({ faults: { wrongPassword: true } });
      await expect(logIn(device)).rejects.toThrow('authentication methods failed');
      expect(device.log.logins).toEqual([{ username: 'ann', method: 'password', accepted: false }]);
    });

    it('breaks the connection in the middle of an output', async () => {
      const device = await startOne();
      const shell = await shellOf(device);
      await shell.ask('terminal length 0');
      await device.setFaults({ dropAfterBytes: 20_000 });
      shell.channel.write('show tech-support\n');
      await once(shell.client, 'close');
      expect(shell.received).toHaveLength(20_000);
      await device.setFaults({});
      expect(await (await shellOf(device)).ask('show clock')).toContain('UTC');
    });

    it('breaks open connections at will', async () => {
      const device = await startOne();
      const { client } = await shellOf(device);
      device.disconnectAll();
      await once(client, 'close');
    });

    it('sends every byte in a packet of its own', async () => {
      const device = await startOne({ faults: { splitBytes: true } });
      const shell = await openShell(await logIn(device));
      await shell.until(/r1#$/);
      shell.channel.write('show clock\n');
      while (!shell.received.endsWith('r1#')) await once(shell.channel, 'data');
      expect(shell.packets).toBe(shell.received.length);
    });

    it('shows a banner, noise and a slow prompt', async () => {
      const device = await startOne({ faults: { banner: true, garbage: 'output', slowPromptMs: 1 } });
      const shell = await openShell(await logIn(device));
      expect(await shell.until(/\r\nr1#$/)).toContain('Password:');
      expect(await shell.ask('show clock', /r1#$/)).toMatch(/^show clock\r\n\*.+\r\nr1#$/s);
    });

    it('shows a log message to open sessions', async () => {
      const device = await startOne();
      const shell = await shellOf(device);
      device.say('*Jun  2 05:00:00.000: %SYS-5-RESTART: System restarted');
      expect(await shell.until(/r1#$/)).toBe('\r\n*Jun  2 05:00:00.000: %SYS-5-RESTART: System restarted\r\nr1#');
    });
  });
});
