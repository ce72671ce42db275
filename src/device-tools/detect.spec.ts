import { router, SshServer } from '../../test/support/ssh-server.js';
import { FakeTerminal } from '../../test/support/tool-terminal.js';
import { detect } from './detect.js';

const PASSWORD = 'pl4nted-passw0rd';
const IOS = 'Cisco IOS Software, C2960 Software, Version 12.2(55)SE';

describe('detect', () => {
  let server: SshServer;
  let answers: Record<string, string | undefined>;

  beforeAll(async () => {
    const shell = router((line) => answers[line] ?? '% Unknown command.\r\n');
    server = await SshServer.start({ password: PASSWORD, shell });
  });

  beforeEach(() => {
    answers = { 'show version': `${IOS}\r\n` };
  });

  afterAll(() => server.stop());

  async function run(...args: string[]) {
    const terminal = new FakeTerminal([PASSWORD]);
    const code = await detect(['127.0.0.1', '--port', String(server.port), '--user', 'admin', ...args], terminal);
    expect(terminal.everything).not.toContain(PASSWORD);
    return { code, terminal };
  }

  it('prints the driver, and beside it why', async () => {
    const { code, terminal } = await run();
    expect(terminal).toMatchObject({ printed: ['cisco_ios'], complaints: [`"show version" shows "${IOS}"`] });
    expect(code).toBe(0);
  });

  it('prints JSON where that is wanted', async () => {
    const { terminal } = await run('--json');
    const reason = `"show version" shows "${IOS}"`;
    expect(JSON.parse(terminal.printed.join(''))).toEqual({ driver: 'cisco_ios', reason });
    expect(terminal.complaints).toEqual([]);
  });

  it('names the candidates when it is unsure', async () => {
    answers['show version'] = `${IOS} and Arista vEOS\r\n`;
    const { code, terminal } = await run();
    expect(terminal.complaints).toEqual([expect.stringMatching(/^detect: .* could be arista_eos or cisco_ios: /)]);
    expect([code, terminal.printed]).toEqual([1, []]);
  });

  it('says what it knows when it knows no platform', async () => {
    answers = {};
    const { code, terminal } = await run();
    expect(terminal.complaints).toEqual([
      expect.stringMatching(/^detect: .* could not be detected: .*its SSH server is "ssh2js/),
    ]);
    expect(code).toBe(1);
  });

  it.each([
    [['other'], /exactly one host/],
    [['--drver', 'x'], /option --drver is unknown/],
  ])('explains its use when called with %j', async (args, message) => {
    const { code, terminal } = await run(...args);
    expect(terminal.complaints).toEqual([expect.stringMatching(message), expect.stringMatching(/^Usage: /)]);
    expect(code).toBe(2);
  });
});
