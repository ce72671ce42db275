import { DeviceFacts } from '../device-facts.js';
import { DeviceLog } from '../device-log.js';
import type { LabFaults } from '../lab-faults.js';
import { PlatformLoader } from '../platform/platform-loader.js';
import { CommandInterpreter, type InterpreterOptions } from './command-interpreter.js';
import { DeviceShell } from './device-shell.js';
import { seededRandom } from './noise.js';

const loader = new PlatformLoader();

interface ShellSettings {
  readonly platform?: string;
  readonly enableSecret?: string;
  readonly faults?: LabFaults;
  readonly width?: number;
}

/** A shell without a socket: what is typed goes in, what is seen comes out. */
async function openShell({ platform: name = 'cisco_ios', enableSecret, faults = {}, width = 511 }: ShellSettings = {}) {
  const platform = await loader.load(name);
  const { description } = platform;
  const facts = new DeviceFacts(
    { name: 'dev1', number: 1, username: 'ann' },
    description.facts,
    () => new Date('2025-06-02T05:04:03.210Z'),
  );
  const log = new DeviceLog();
  const packets: string[] = [];
  const ends: string[] = [];
  const state = { faults };
  const options: InterpreterOptions = {
    hasEnableSecret: enableSecret !== undefined,
    bigOutputBytes: 5000,
    faults: () => state.faults,
    isRightAnswer: (wanted, answer) =>
      wanted === 'anything' || answer === (wanted === 'enable_secret' ? enableSecret : 'pw'),
  };
  const shell = new DeviceShell(
    {
      interpreter: new CommandInterpreter(platform, facts, options),
      description,
      log,
      faults: () => state.faults,
      random: seededRandom(1),
      onClosed: () => ends.push('closed'),
    },
    {
      write: (data) => packets.push(data.toString('latin1')),
      end: () => ends.push('end'),
      drop: () => ends.push('drop'),
    },
    { width, height: 24 },
  );
  shell.start();
  const motd = packets.splice(0).join('');
  /** Types a text. @returns what came back */
  const type = (text: string): string => {
    shell.receive(Buffer.from(text));
    return packets.splice(0).join('');
  };
  return { shell, log, packets, ends, state, motd, type };
}

describe('a shell in the manner of IOS', () => {
  it('greets with its prompt and lands in the mode that the enable secret decides', async () => {
    expect((await openShell()).motd).toBe('\r\ndev1#');
    expect((await openShell({ enableSecret: 's' })).motd).toBe('\r\ndev1>');
  });

  it('answers a command with echo, output and prompt in one packet', async () => {
    const { shell, packets } = await openShell();
    shell.receive(Buffer.from('show clock\n'));
    expect(packets).toEqual(['show clock\r\n*05:04:03.210 UTC Mon Jun 2 2025\r\ndev1#']);
  });

  it('echoes character by character while a line is typed', async () => {
    const { type } = await openShell();
    expect(['s', 'h', 'o'].map((character) => type(character))).toEqual(['s', 'h', 'o']);
  });

  it('takes \\r, \\n and \\r\\n for one Enter each, also when the pair is split', async () => {
    const { type } = await openShell();
    expect(type('\r')).toBe('\r\ndev1#');
    expect(type('\n')).toBe('');
    expect(type('\n')).toBe('\r\ndev1#');
    expect(type('\r\n\r\n')).toBe('\r\ndev1#\r\ndev1#');
  });

  it('erases with backspace and Ctrl-U, and starts anew after Ctrl-C', async () => {
    const { type } = await openShell();
    expect(type('shox\x7fw\b')).toBe('shox\b \bw\b \b');
    expect(type('\x15')).toBe('\b \b'.repeat(3));
    expect(type('junk\x03')).toBe('junk\r\ndev1#');
    expect(type('\x1b[Ashow clock\n')).toContain('*05:04:03.210');
  });

  it('understands abbreviations and says what it does not understand', async () => {
    const { type } = await openShell();
    expect(type('sh clo\n')).toContain('*05:04:03.210');
    expect(type('show bogus\n')).toBe(
      "show bogus\r\n          ^\r\n% Invalid input detected at '^' marker.\r\n\r\ndev1#",
    );
    expect(type('show\n')).toBe('show\r\n% Incomplete command.\r\n\r\ndev1#');
    expect(type('show i\n')).toBe('show i\r\n% Ambiguous command:  "show i"\r\ndev1#');
  });

  it('asks for the enable secret without an echo, three times at the most', async () => {
    const { type } = await openShell({ enableSecret: 'secret' });
    expect(type('show running-config\n')).toContain('% Invalid input');
    expect(type('enable\n')).toBe('enable\r\nPassword: ');
    expect(type('wrong\n')).toBe('\r\nPassword: ');
    expect(type('wrong\n')).toBe('\r\nPassword: ');
    expect(type('wrong\n')).toBe('\r\n% Bad secrets\r\n\r\ndev1>');
    type('enable\n');
    expect(type('secret\n')).toBe('\r\ndev1#');
    expect(type('disable\n')).toBe('disable\r\ndev1>');
  });

  it('shows long output page by page until paging is off', async () => {
    const { type } = await openShell();
    const first = type('show version\n');
    expect(first.split('\r\n')).toHaveLength(25);
    expect(first.endsWith(' --More-- ')).toBe(true);
    const erase = `${'\b'.repeat(9)}${' '.repeat(8)}${'\b'.repeat(9)}`;
    expect(type('\n')).toBe(`${erase}\r\n --More-- `);
    const second = type(' ');
    expect(second.startsWith(erase)).toBe(true);
    expect(second.split('\r\n')).toHaveLength(24);
    expect(type('q')).toBe(`${erase}dev1#`);
    expect(type('terminal length 0\n')).toBe('terminal length 0\r\ndev1#');
    expect(type('show version\n')).toMatch(/Configuration register is 0x102\r\n\r\ndev1#$/);
  });

  it('ends a paged output with the prompt when the last page was shown', async () => {
    const { type } = await openShell();
    type('show version\n');
    expect(type('  ')).toMatch(/Configuration register is 0x102\r\n\r\ndev1#$/);
  });

  it('scrolls a line that is longer than the terminal', async () => {
    const { type } = await openShell({ width: 20 });
    const echo = type('show version | include x');
    expect(echo).toContain('$');
    expect(echo).toContain('\b');
    type('\x15terminal width 0\n');
    expect(type('show version | include uptime is')).toBe('show version | include uptime is');
  });

  it('filters output', async () => {
    const { type } = await openShell();
    expect(type('show version | include uptime is\n')).toBe(
      'show version | include uptime is\r\ndev1 uptime is 21 weeks, 4 days, 6 hours, 17 minutes\r\ndev1#',
    );
    expect(type('show running-config | section router\n')).toContain('router ospf 1\r\n router-id 10.255.0.21');
    expect(type('show version | bogus x\n')).toContain('% Invalid input');
  });

  it('records configuration lines and shows each mode in its prompt', async () => {
    const { type, log } = await openShell();
    expect(type('conf t\n')).toMatch(/End with CNTL\/Z\.\r\ndev1\(config\)#$/);
    expect(type('interface Gi1/0/1\n')).toMatch(/\ndev1\(config-if\)#$/);
    type(' description a | b\n');
    expect(type('nonsense\n')).toContain('% Invalid input');
    expect(type('do show clock\n')).toContain('*05:04:03.210');
    expect(type('hostname core\n')).toMatch(/\ncore\(config\)#$/);
    expect(type('\x1a')).toBe('\r\ncore#');
    expect(log.configLines.map(({ text }) => text)).toEqual([
      'interface Gi1/0/1',
      'description a | b',
      'hostname core',
    ]);
    expect(log.commands.at(-1)).toEqual({ shell: 1, mode: 'config', text: 'end' });
  });

  it('ends the session with exit', async () => {
    const { type, ends } = await openShell();
    expect(type('exit\n')).toBe('exit\r\n');
    expect(ends).toEqual(['closed', 'end']);
    expect(type('show clock\n')).toBe('');
  });

  it('shows a log message and the prompt again below it', async () => {
    const { shell, packets, type } = await openShell();
    type('show');
    shell.say('%SYS-5-RESTART: hello\r\n');
    expect(packets).toEqual(['\r\n%SYS-5-RESTART: hello\r\ndev1#show']);
  });
});

describe('a shell in the manner of EOS', () => {
  it('names the interface in the prompt and runs show commands in configuration mode', async () => {
    const { type } = await openShell({ platform: 'arista_eos' });
    type('configure\n');
    expect(type('interface Ethernet1\n')).toMatch(/\ndev1\(config-if-Et1\)#$/);
    expect(type('show clock\n')).toContain('Mon Jun  2 05:04:03 2025');
    expect(type('show bogus\n')).toContain("% Invalid input (at token 1: 'bogus')");
  });

  it('asks before it reloads', async () => {
    const { type, ends } = await openShell({ platform: 'arista_eos' });
    expect(type('reload\n')).toBe('reload\r\nProceed with reload? [confirm]');
    expect(type('\x03')).toBe('^C\r\ndev1#');
    expect(ends).toEqual([]);
  });
});

describe('a shell in the manner of bash', () => {
  it('changes its prompt with the directory', async () => {
    const { type, motd } = await openShell({ platform: 'linux' });
    expect(motd).toMatch(/\r\nann@dev1:~\$ $/);
    expect(type('cd /var/log\n')).toBe('cd /var/log\r\nann@dev1:/var/log$ ');
    expect(type('cd ..\n')).toBe('cd ..\r\nann@dev1:/var$ ');
    expect(type('pwd\n')).toBe('pwd\r\n/var\r\nann@dev1:/var$ ');
    expect(type('cd /nowhere\n')).toContain('bash: cd: /nowhere: No such file or directory');
    expect(type('cd\n')).toBe('cd\r\nann@dev1:~$ ');
  });

  it('echoes words, also without a line end', async () => {
    const { type } = await openShell({ platform: 'linux' });
    expect(type('echo "a  b" c\n')).toBe('echo "a  b" c\r\na  b c\r\nann@dev1:~$ ');
    expect(type('echo -n x\n')).toBe('echo -n x\r\nxann@dev1:~$ ');
    expect(type('echo grün\n')).toBe(Buffer.from('echo grün\r\ngrün\r\nann@dev1:~$ ').toString('latin1'));
  });

  it('does not know other commands', async () => {
    const { type } = await openShell({ platform: 'linux' });
    expect(type('show version\n')).toBe('show version\r\nbash: show: command not found\r\nann@dev1:~$ ');
  });

  it('becomes root with the password', async () => {
    const { type } = await openShell({ platform: 'linux' });
    expect(type('sudo -s\n')).toBe('sudo -s\r\n[sudo] password for ann: ');
    expect(type('wrong\n')).toBe('\r\nSorry, try again.\r\n[sudo] password for ann: ');
    expect(type('pw\n')).toBe('\r\nroot@dev1:~# ');
    expect(type('exit\n')).toBe('exit\r\nexit\r\nann@dev1:~$ ');
  });

  it('wraps a line at the width of the terminal', async () => {
    const { type } = await openShell({ platform: 'linux', width: 20 });
    expect(type('echo 12345678')).toBe('echo 123 \r45678');
  });

  it('logs out with Ctrl-D on an empty line', async () => {
    const { type, ends } = await openShell({ platform: 'linux' });
    expect(type('x\x04')).toBe('x');
    expect(type('\x15\x04')).toBe('\b \b\r\nlogout\r\n');
    expect(ends).toEqual(['closed', 'end']);
  });
});

describe('faults', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('answers after the delay, what was typed ahead too', async () => {
    const { type, packets } = await openShell({ faults: { delayMs: 500 } });
    expect(type('show clock\nshow privilege\n')).toBe('show clock\r\n');
    jest.advanceTimersByTime(499);
    expect(packets).toEqual([]);
    jest.advanceTimersByTime(1);
    expect(packets.splice(0).join('')).toBe('*05:04:03.210 UTC Mon Jun 2 2025\r\ndev1#show privilege\r\n');
    jest.advanceTimersByTime(500);
    expect(packets.join('')).toBe('Current privilege level is 15\r\ndev1#');
  });

  it('gives up a delayed command at Ctrl-C', async () => {
    const { type, packets } = await openShell({ faults: { delayMs: 500 } });
    type('show clock\n');
    expect(type('\x03')).toBe('\r\ndev1#');
    jest.advanceTimersByTime(500);
    expect(packets).toEqual([]);
  });

  it('echoes a command and never answers it', async () => {
    const { type, state } = await openShell({ faults: { neverAnswer: 'command' } });
    expect(type('show clock\n')).toBe('show clock\r\n');
    state.faults = {};
    expect(type('\n')).toBe('');
  });

  it('opens silently', async () => {
    const { motd, type } = await openShell({ faults: { neverAnswer: 'prompt' } });
    expect(motd + type('\n')).toBe('');
  });

  it('breaks off after so many bytes, counted anew when the faults change', async () => {
    const { shell, type, state, ends } = await openShell({ faults: { dropAfterBytes: 100 } });
    expect(type('show clock\n')).toContain('dev1#');
    state.faults = { dropAfterBytes: 20 };
    shell.faultsChanged();
    expect(type('show clock\n')).toBe('show clock\r\n*05:04:0');
    expect(ends).toEqual(['drop']);
  });

  it('puts noise before the prompt or into the output', async () => {
    const before = (await openShell({ faults: { garbage: 'prompt' } })).type('show clock\n');
    expect(before).toMatch(/^show clock\r\n\*05:04:03.210 UTC Mon Jun 2 2025\r\n[^\r\n]+dev1#$/);
    const within = (await openShell({ faults: { garbage: 'output' } })).type('show clock\n');
    expect(within).toMatch(/^show clock\r\n\*05:04:03[^\r\n]+2025\r\ndev1#$/);
    expect(within.length).toBeGreaterThan('show clock\r\n*05:04:03.210 UTC Mon Jun 2 2025\r\ndev1#'.length);
  });

  it('greets with a confusing banner', async () => {
    const { motd } = await openShell({ faults: { banner: true } });
    expect(motd).toContain('\r\nPassword:\r\n');
    expect(motd).toContain('\r\nrouter>\r\n');
    expect(motd).toMatch(/\r\ndev1#$/);
  });

  it('sends the prompt in pieces', async () => {
    const { type, packets, state } = await openShell();
    state.faults = { slowPromptMs: 50 };
    expect(type('show clock\n')).toMatch(/2025\r\nde$/);
    jest.advanceTimersByTime(50);
    expect(packets.splice(0)).toEqual(['v1']);
    jest.advanceTimersByTime(50);
    expect(packets).toEqual(['#']);
  });

  it('sends every byte by itself', async () => {
    const { shell, packets } = await openShell({ faults: { splitBytes: true } });
    shell.receive(Buffer.from('\n'));
    expect(packets).toEqual(['\r', '\n', 'd', 'e', 'v', '1', '#']);
  });
});
