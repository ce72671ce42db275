import { router, SshServer } from '../../test/support/ssh-server.js';
import { FakeTerminal } from '../../test/support/tool-terminal.js';
import { runCommand } from './run-command.js';

const PASSWORD = 'pl4nted-passw0rd';

const ANSWERS: Readonly<Record<string, string | undefined>> = {
  'show clock': '10:00:00\r\n',
  'show version': 'Cisco IOS Software, C2960 Software\r\n',
  'show bogus': "% Invalid input detected at '^' marker.\r\n",
};

describe('runCommand', () => {
  let server: SshServer;

  beforeAll(async () => {
    server = await SshServer.start({
      password: PASSWORD,
      shell: router((line, stream) => {
        if (line !== 'show hang') return ANSWERS[line] ?? '';
        stream.write('half of it\r\n');
        return undefined;
      }),
    });
  });

  afterAll(() => server.stop());

  async function run(args: readonly string[], terminal = new FakeTerminal([PASSWORD])) {
    const device = ['127.0.0.1', '--port', String(server.port), '--user', 'admin'];
    const code = await runCommand([...device, ...args], terminal);
    expect(terminal.everything).not.toContain(PASSWORD);
    return { code, terminal };
  }

  it('prints what the device says to a command, and nothing else', async () => {
    const { code, terminal } = await run(['--driver', 'cisco_ios', 'show clock']);
    expect(terminal).toMatchObject({ printed: ['10:00:00'], complaints: [] });
    expect(code).toBe(0);
  });

  it('heads the outputs of several commands', async () => {
    const { terminal } = await run(['--driver', 'cisco_ios', 'show clock', 'show nothing', 'show clock']);
    expect(terminal.printed).toEqual([
      '==> show clock <==',
      '10:00:00',
      '==> show nothing <==',
      '==> show clock <==',
      '10:00:00',
    ]);
  });

  it('prints JSON where that is wanted', async () => {
    const { code, terminal } = await run(['--driver', 'cisco_ios', '--json', 'show bogus']);
    const line = "% Invalid input detected at '^' marker.";
    expect(JSON.parse(terminal.printed.join('\n'))).toEqual([
      { command: 'show bogus', output: line, rejection: { reason: 'rejected', line } },
    ]);
    expect(code).toBe(3);
  });

  it('says when the device refuses a command', async () => {
    const { code, terminal } = await run(['--driver', 'cisco_ios', 'show bogus', 'show clock']);
    expect(terminal.complaints).toEqual([
      `run-command: the device refused "show bogus": % Invalid input detected at '^' marker.`,
    ]);
    expect(code).toBe(3);
  });

  it('asks for the password of the user on the host', async () => {
    const { terminal } = await run(['--driver', 'cisco_ios', 'show clock']);
    expect(terminal.questions).toEqual(['Password of admin on 127.0.0.1: ']);
  });

  it('takes the password from an environment variable', async () => {
    const terminal = new FakeTerminal([], { DEVICE_PASSWORD: PASSWORD });
    const { code } = await run(['--driver', 'cisco_ios', '--password-env', 'DEVICE_PASSWORD', 'show clock'], terminal);
    expect([code, terminal.questions]).toEqual([0, []]);
  });

  it('raises the session to the privileged level where that is wanted', async () => {
    const terminal = new FakeTerminal([PASSWORD, '']);
    const { code } = await run(['--driver', 'cisco_ios', '--enable', 'show clock'], terminal);
    expect(terminal).toMatchObject({ printed: ['10:00:00'], complaints: [] });
    expect(terminal.questions.at(-1)).toBe('Enable secret of 127.0.0.1 (Enter for none): ');
    expect(code).toBe(0);
  });

  it('finds out the driver where none is named', async () => {
    const { code, terminal } = await run(['show clock']);
    expect(terminal).toMatchObject({ printed: ['10:00:00'], complaints: [] });
    expect(code).toBe(0);
  });

  it('fails with one sentence when the log-in fails', async () => {
    const { code, terminal } = await run(['--driver', 'cisco_ios', 'show clock'], new FakeTerminal(['wr0ng']));
    expect(terminal.complaints).toEqual([
      expect.stringMatching(/^run-command: .*rejects the password of user "admin"/),
    ]);
    expect([code, terminal.printed]).toEqual([1, []]);
  });

  it('shows what had come when a command takes too long', async () => {
    const { code, terminal } = await run(['--driver', 'cisco_ios', '--timeout', '1', 'show hang']);
    expect(terminal.complaints).toEqual([
      expect.stringMatching(/^run-command: command "show hang" .* was not done after/),
      'What had come until then:\nhalf of it\n',
    ]);
    expect(code).toBe(1);
  });

  it('knows the driver before it asks for a password', async () => {
    const { code, terminal } = await run(['--driver', 'cisco_isox', 'show clock']);
    expect(terminal.complaints).toEqual([expect.stringMatching(/"cisco_isox" is unknown; did you mean "cisco_ios"/)]);
    expect([code, terminal.questions]).toEqual([1, []]);
  });

  it.each([
    [['--driver', 'cisco_ios'], /no command is named/],
    [['--drivr', 'cisco_ios', 'show clock'], /option --drivr is unknown; did you mean "driver"/],
    [['--driver', 'cisco_ios', '--timeout', '0', 'show clock'], /--timeout must be a whole number from 1/],
    [['--driver', 'cisco_ios', '--password-env', 'NOWHERE', 'show clock'], /no environment variable "NOWHERE"/],
    [['--driver', 'cisco_ios', '--password', 'x', 'show clock'], /option --password is unknown/],
  ])('explains its use when called with %j', async (args, message) => {
    const { code, terminal } = await run(args);
    expect(terminal.complaints).toEqual([
      expect.stringMatching(message),
      expect.stringMatching(/^Usage: .*--help explains the options$/),
    ]);
    expect(code).toBe(2);
  });

  it('explains its options', async () => {
    const { code, terminal } = await run(['--help']);
    expect(terminal.printed.join('\n')).toMatch(/--password-env NAME/);
    expect(code).toBe(0);
  });
});
