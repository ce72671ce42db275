import { Secret } from '../../../common/secret.js';
import { sessionOf } from '../../../../test/support/device-session.js';
import { DeviceSessions, type DeviceSession, type DeviceTarget } from '../device-sessions.port.js';
import { CommandTimeoutError, ConnectionLostError, PlatformNotDetectedError } from '../devices.errors.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import { DetectingSessions } from './detecting-sessions.js';
import { PlatformDetector } from './platform-detector.js';

const TARGET: DeviceTarget = { host: '192.0.2.1', port: 22, driver: 'autodetect', options: {} };
const CREDENTIAL = { id: 'test', username: 'admin', password: new Secret('pl4nted') };
const IOS = 'Cisco IOS Software, C2960 Software, Version 12.2(55)SE';

/** Sessions with one device that answers commands as `answers` says, and refuses all others. */
class FakeSessions extends DeviceSessions {
  readonly drivers: string[] = [];
  readonly commands: string[] = [];
  failure: Error | undefined;

  constructor(
    private readonly answers: Readonly<Record<string, string | Error>>,
    private readonly serverVersion?: string,
  ) {
    super();
  }

  async use<T>(target: DeviceTarget, _: unknown, work: (session: DeviceSession) => Promise<T>): Promise<T> {
    this.drivers.push(target.driver);
    const answer = async (command: string) => {
      this.commands.push(command);
      const given = this.answers[command] ?? '% Unknown command.';
      if (given instanceof Error) throw given;
      return { output: given };
    };
    if (this.failure !== undefined && target.driver !== 'autodetect') throw this.failure;
    return work(sessionOf(answer, { platform: target.driver, serverVersion: this.serverVersion }));
  }
}

const registry = new PlatformRegistry();

beforeAll(() => registry.onModuleInit());

describe('PlatformDetector', () => {
  const detect = (sessions: FakeSessions) => new PlatformDetector(registry, sessions).detect(TARGET, CREDENTIAL);

  it('knows a platform by its SSH server and asks nothing', async () => {
    const sessions = new FakeSessions({}, 'ROSSSH');
    expect(await detect(sessions)).toEqual({
      platform: 'mikrotik_routeros',
      reason: 'its SSH server is "ROSSSH"',
    });
    expect(sessions.commands).toEqual([]);
  });

  it('knows a platform by its answer to the first command, and says by what', async () => {
    const sessions = new FakeSessions({ 'show version': `\n${IOS}\nmore` }, 'Cisco-1.25');
    expect(await detect(sessions)).toEqual({ platform: 'cisco_ios', reason: `"show version" shows "${IOS}"` });
    expect(sessions.commands).toEqual(['show version']);
  });

  it('goes on to further commands, each once', async () => {
    const sessions = new FakeSessions({ 'get system status': 'Version: FortiGate-60E v7.0.5' });
    expect(await detect(sessions)).toMatchObject({ platform: 'fortinet' });
    expect(new Set(sessions.commands).size).toBe(sessions.commands.length);
    expect(sessions.commands.at(-1)).toBe('get system status');
  });

  it('types nothing that could change a device', async () => {
    const sessions = new FakeSessions({});
    await detect(sessions).catch(() => undefined);
    const isHarmless = (command: string) => /^(?:show|display|get|software show|version|uname -a|cat)\b/.test(command);
    expect(sessions.commands.filter((command) => !isHarmless(command))).toEqual([]);
  });

  it('names all candidates when more than one platform fits', async () => {
    const failure = detect(new FakeSessions({ 'show version': `${IOS}\nArista vEOS` }));
    await expect(failure).rejects.toBeInstanceOf(PlatformNotDetectedError);
    await expect(failure).rejects.toMatchObject({
      message: expect.stringMatching(
        /^the platform of 192\.0\.2\.1:22 could be arista_eos or cisco_ios: .*adapter_driver$/,
      ),
      details: { candidates: ['arista_eos', 'cisco_ios'] },
    });
  });

  it('says what the SSH server is when nothing tells the platform', async () => {
    const failure = detect(new FakeSessions({}, 'OpenSSH_9.2'));
    await expect(failure).rejects.toThrow(
      /^the platform of 192\.0\.2\.1:22 could not be detected: .*\(its SSH server is "OpenSSH_9\.2"\); set adapter_driver$/,
    );
  });

  it('says why when a command is never answered', async () => {
    const stuck = new CommandTimeoutError('command "show system" was not done after 10 s');
    const failure = detect(new FakeSessions({ 'show system': stuck }));
    await expect(failure).rejects.toBeInstanceOf(PlatformNotDetectedError);
    await expect(failure).rejects.toThrow(/could not be detected \(command "show system" was not done after 10 s\)/);
  });

  it('leaves a lost connection what it is, to be tried again', async () => {
    const lost = new ConnectionLostError('192.0.2.1:22 ended the session');
    await expect(detect(new FakeSessions({ 'show version': lost }))).rejects.toBe(lost);
  });
});

describe('DetectingSessions', () => {
  function sessionsOn(device: FakeSessions) {
    const sessions = new DetectingSessions(device, new PlatformDetector(registry, device));
    const platformOf = (target: Partial<DeviceTarget> = {}) =>
      sessions.use({ ...TARGET, ...target }, CREDENTIAL, async ({ platform }) => platform, { repeatable: true });
    return { device, platformOf };
  }
  const onRouter = () => sessionsOn(new FakeSessions({ 'show version': IOS }));

  it('works with the driver that was found', async () => {
    const { device, platformOf } = onRouter();
    expect(await platformOf()).toBe('cisco_ios');
    expect(device.drivers).toEqual(['autodetect', 'cisco_ios']);
  });

  it('leaves every other driver alone', async () => {
    const { device, platformOf } = onRouter();
    expect(await platformOf({ driver: 'arista_eos' })).toBe('arista_eos');
    expect(device.drivers).toEqual(['arista_eos']);
  });

  it('finds out once a device', async () => {
    const { device, platformOf } = onRouter();
    await platformOf();
    await platformOf();
    await platformOf({ host: '192.0.2.2' });
    expect(device.drivers).toEqual(['autodetect', 'cisco_ios', 'cisco_ios', 'autodetect', 'cisco_ios']);
  });

  it('finds out anew after a failure', async () => {
    const { device, platformOf } = onRouter();
    await platformOf();
    device.failure = new Error('no prompt');
    await expect(platformOf()).rejects.toThrow('no prompt');
    device.failure = undefined;
    await platformOf();
    expect(device.drivers).toEqual(['autodetect', 'cisco_ios', 'cisco_ios', 'autodetect', 'cisco_ios']);
  });
});
