import { eventually } from '../../../../test/support/eventually.js';
import { POOL_SETTINGS } from '../../../../test/support/pool-settings.js';
import { Relay, router, SshServer, type Answer, type SshServerOptions } from '../../../../test/support/ssh-server.js';
import { Secret } from '../../../common/secret.js';
import type { Credential } from '../../credentials/credential.types.js';
import type { DeviceSession, DeviceTarget } from '../device-sessions.port.js';
import {
  AuthenticationFailedError,
  CommandTimeoutError,
  ConnectionLostError,
  DeviceOptionError,
  DeviceQuestionError,
  OutputTooLargeError,
  PromptNotFoundError,
  SessionAbortedError,
  SessionRefusedError,
  UnknownDriverError,
  UnsendableCommandError,
} from '../devices.errors.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import { SshTransport } from '../transport/ssh.transport.js';
import { SessionPool, type SessionPoolSettings } from './session-pool.js';
import { hostKeyChecks } from '../../../../test/support/host-keys.js';

const CREDENTIAL: Credential = { id: 'lab', username: 'admin', password: new Secret('secret') };

const show = (session: DeviceSession) => session.sendCommand('show clock');

describe('SessionPool', () => {
  let server: SshServer;
  let pool: SessionPool;
  let registry: PlatformRegistry;

  beforeAll(async () => {
    registry = new PlatformRegistry();
    await registry.onModuleInit();
  });
  afterEach(async () => {
    await pool.onApplicationShutdown();
    await server.stop();
  });

  const start = async (options: SshServerOptions = {}, settings: Partial<SessionPoolSettings> = {}) => {
    server = await SshServer.start(options);
    pool = new SessionPool(registry, new SshTransport(hostKeyChecks()), { ...POOL_SETTINGS, ...settings });
  };
  const target = (overrides: Partial<DeviceTarget> = {}): DeviceTarget => ({
    host: server.host,
    port: server.port,
    driver: 'cisco_ios',
    options: {},
    ...overrides,
  });
  const use = <T>(work: (session: DeviceSession) => Promise<T>, overrides: Partial<DeviceTarget> = {}) =>
    pool.use(target(overrides), CREDENTIAL, work, { repeatable: true });

  it('runs commands and keeps the session for the next job', async () => {
    await start();
    expect(await use(show)).toEqual({ output: 'reply to show clock', rejection: null, logLines: [] });
    expect(await use(show)).toEqual({ output: 'reply to show clock', rejection: null, logLines: [] });
    expect([server.logins, server.shells]).toEqual([1, 1]);
  });

  it.each([
    ['admin', 'admin+ct511w4098h'],
    ['admin+c80w', 'admin+c80w'],
  ])('logs in to RouterOS as user %s by the name %s', async (username, name) => {
    await start({ shell: (stream) => stream.on('data', () => stream.write('\r\n[a@r1] > ')).write('[a@r1] > ') });
    const credential = { ...CREDENTIAL, username };
    await pool.use(target({ driver: 'mikrotik_routeros' }), credential, async () => undefined, { repeatable: true });
    expect([...server.users]).toEqual([name]);
  });

  it('gives each of two jobs at once a session of its own', async () => {
    await start();
    await Promise.all([use(show), use(show)]);
    expect(server.logins).toBe(2);
    expect(pool.size).toBe(2);
  });

  it('takes the session from a job that is over', async () => {
    await start();
    const leaked = await use(async (session) => session);
    await expect(leaked.sendCommand('show clock')).rejects.toThrow(/is over/);
  });

  it.each<[string, Partial<DeviceTarget>, Partial<Credential>]>([
    ['user', {}, { username: 'other' }],
    ['password', { options: {} }, { password: new Secret('secret'), enableSecret: new Secret('x') }],
    ['platform', { driver: 'arista_eos' }, {}],
    ['options', { options: { conn_timeout: 5 } }, {}],
  ])('does not use a session again for another %s', async (_, overrides, credential) => {
    await start();
    await use(show);
    await pool.use(target(overrides), { ...CREDENTIAL, ...credential }, show, { repeatable: true });
    expect(server.logins).toBe(2);
  });

  it('logs in anew with a changed password, and does not use the session of the old one', async () => {
    await start();
    await use(show);
    const changed = { ...CREDENTIAL, password: new Secret('wrong') };
    await expect(pool.use(target(), changed, show, { repeatable: true })).rejects.toThrow(AuthenticationFailedError);
  });

  it('closes a session after a command that may have changed it', async () => {
    await start();
    await use((session) => session.sendCommand('terminal length 5'));
    await use(show);
    expect(server.logins).toBe(2);
  });

  it('opens a channel for each job of a shell on one connection', async () => {
    await start();
    await use((session) => session.sendCommand('cd /tmp'), { driver: 'linux' });
    await use(show, { driver: 'linux' });
    await eventually(() => server.shells === 2);
    expect(server.logins).toBe(1);
  });

  it('replaces a session that has died, for reads', async () => {
    await start();
    await use(show);
    server.dropAll();
    expect((await use(show)).output).toBe('reply to show clock');
    expect(server.logins).toBe(2);
  });

  it('replaces a session that dies as it is used, for reads alone', async () => {
    let isDropping = false;
    await start({
      shell: router((line, _, own) => {
        if (isDropping) own.dropAll();
        isDropping = false;
        return `reply to ${line}\r\n`;
      }),
    });
    await use(show);
    isDropping = true;
    expect((await use(show)).output).toBe('reply to show clock');
    isDropping = true;
    await expect(pool.use(target(), CREDENTIAL, show, { repeatable: false })).rejects.toThrow(ConnectionLostError);
    expect((await use(show)).output).toBe('reply to show clock');
  });

  it('closes sessions that were idle for too long', async () => {
    await start({}, { sessionIdleTtlMs: 20 });
    await use(show);
    await eventually(() => server.connections.size === 0);
    expect(pool.size).toBe(0);
  });

  it('keeps no session where the idle time is 0', async () => {
    await start({}, { sessionIdleTtlMs: 0 });
    await use(show);
    expect(pool.size).toBe(0);
    await eventually(() => server.connections.size === 0);
  });

  it('does not use a session that is too old', async () => {
    await start({}, { sessionMaxAgeMs: 1 });
    await use(show);
    await use(show);
    expect(server.logins).toBe(2);
  });

  it('closes the one that was idle longest where there are too many', async () => {
    await start({}, { maxSessions: 2 });
    await use(show);
    await use(show, { driver: 'arista_eos' });
    await use(show, { driver: 'generic' });
    expect(pool.size).toBe(2);
    await use(show, { driver: 'arista_eos' });
    expect(server.logins).toBe(3);
  });

  it('types exit on idle sessions when it stops, and opens no more', async () => {
    const typed: string[] = [];
    await start({
      shell: (stream, own) => {
        router()(stream, own);
        stream.on('data', (bytes: Buffer) => typed.push(bytes.toString()));
      },
    });
    await use(show);
    await pool.onApplicationShutdown();
    await eventually(() => typed.at(-1) === 'exit\n');
    expect(pool.size).toBe(0);
    await expect(use(show)).rejects.toThrow(SessionAbortedError);
  });

  it('refuses unknown drivers and bad options before it connects', async () => {
    await start();
    await expect(use(show, { driver: 'cisco_isox' })).rejects.toThrow(UnknownDriverError);
    await expect(use(show, { options: { conn_timeout: 'x' } })).rejects.toThrow(DeviceOptionError);
    await expect(use(show, { options: { ssh_algorithms: 'old' } })).rejects.toThrow(DeviceOptionError);
    expect(server.attempts).toEqual([]);
  });

  it('does not type control characters, and the session stays usable', async () => {
    await start();
    await use(async (session) => {
      await expect(session.sendCommand('show clock\nreload')).rejects.toThrow(UnsendableCommandError);
      expect((await show(session)).output).toBe('reply to show clock');
    });
  });

  it('says that the device opens no shell', async () => {
    await start({ refusesChannels: true });
    await expect(use(show)).rejects.toThrow(SessionRefusedError);
    expect(pool.size).toBe(0);
  });

  it('shows the last line of a device that never shows a prompt', async () => {
    await start({ shell: (stream) => stream.write('System is starting\r\nplease wait') }, { loginTimeoutMs: 1_000 });
    await expect(use(show)).rejects.toThrow(PromptNotFoundError);
    await expect(use(show)).rejects.toThrow(/the last line was "please wait"/);
  });

  /** A router that does `act` on `show trouble`. */
  const acting = (act: Answer): SshServerOptions => ({
    shell: router((line, stream, own) => (line === 'show trouble' ? act(line, stream, own) : `reply to ${line}\r\n`)),
  });
  const trouble = (session: DeviceSession) => session.sendCommand('show trouble', { deadlineAt: Date.now() + 2_000 });

  it.each<[string, Answer, new (...args: never[]) => Error, RegExp]>([
    [
      'that is not done in time',
      () => undefined,
      CommandTimeoutError,
      /"show trouble" on .* was not done after [12](\.\d+)? s/,
    ],
    [
      'whose output the device breaks off',
      (_, stream, own) => {
        stream.write('first half\r\n');
        own.dropAll();
        return undefined;
      },
      ConnectionLostError,
      /ended the session before its prompt came back/,
    ],
    [
      'that ends the session',
      (_, stream) => {
        stream.end();
        return undefined;
      },
      ConnectionLostError,
      /ended the session before its prompt came back/,
    ],
    [
      'at which the device asks something',
      (_, stream) => {
        stream.write('Really? [confirm]');
        return undefined;
      },
      DeviceQuestionError,
      /^device asks: "Really\? \[confirm\]"/,
    ],
  ])('fails a command %s, and the next job works', async (_, act, error, message) => {
    await start(acting(act));
    await use(show);
    const failing = use(trouble);
    await expect(failing).rejects.toThrow(error);
    await expect(failing).rejects.toThrow(message);
    expect((await use(show)).output).toBe('reply to show clock');
  });

  it('keeps what had come with the error, and out of its serialised form', async () => {
    await start(
      acting((_, stream) => {
        stream.write('first half\r\nof it');
        return undefined;
      }),
    );
    const error: unknown = await use(trouble).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ partialOutput: 'first half\nof it' });
    expect(JSON.stringify(error)).not.toContain('first half');
  });

  it('refuses an output that is too long, and the session stays usable', async () => {
    await start(acting(() => 'text\r\n'.repeat(50_000)));
    await use(async (session) => {
      await expect(trouble(session)).rejects.toThrow(OutputTooLargeError);
      expect((await show(session)).output).toBe('reply to show clock');
    });
    await use(show);
    expect(server.logins).toBe(1);
  });

  it('stops a command when it is told to', async () => {
    await start(acting(() => undefined));
    const controller = new AbortController();
    const stopped = pool.use(
      target(),
      CREDENTIAL,
      (session) => {
        setImmediate(() => controller.abort());
        return trouble(session);
      },
      { repeatable: true, signal: controller.signal },
    );
    await expect(stopped).rejects.toThrow(SessionAbortedError);
    expect(pool.size).toBe(0);
  });

  it('gives up a session whose device has vanished without a word', async () => {
    await start();
    const relay = await Relay.start(server.port);
    await use(show, { port: relay.port });
    relay.freeze();
    await expect(use(trouble, { port: relay.port })).rejects.toThrow(CommandTimeoutError);
    expect(pool.size).toBe(0);
    await relay.stop();
  });

  it('never shows a password in an error', async () => {
    await start({ password: 'right' });
    const credential = { ...CREDENTIAL, password: new Secret('planted-password') };
    const error: unknown = await pool.use(target(), credential, show, { repeatable: true }).catch((e: unknown) => e);
    expect(JSON.stringify(error) + String(error) + String((error as Error).stack)).not.toContain('planted-password');
  });
});
