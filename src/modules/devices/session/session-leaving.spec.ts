import { eventually } from '../../../../test/support/eventually.js';
import { POOL_SETTINGS } from '../../../../test/support/pool-settings.js';
import { router, SshServer } from '../../../../test/support/ssh-server.js';
import { Secret } from '../../../common/secret.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import { SshTransport } from '../transport/ssh.transport.js';
import { CliDriver } from './cli-driver.js';
import { SessionPool } from './session-pool.js';
import { hostKeyChecks } from '../../../../test/support/host-keys.js';

describe('a session that a command may have changed', () => {
  const typed: string[] = [];
  let server: SshServer;
  let pool: SessionPool;

  beforeEach(async () => {
    typed.length = 0;
    const registry = new PlatformRegistry();
    await registry.onModuleInit();
    server = await SshServer.start({
      shell: (stream, own) => {
        router()(stream, own);
        stream.on('data', (bytes: Buffer) => typed.push(bytes.toString()));
      },
    });
    pool = new SessionPool(registry, new SshTransport(hostKeyChecks()), POOL_SETTINGS);
    await pool.use(
      { host: server.host, port: server.port, driver: 'cisco_ios', options: {} },
      { id: 'lab', username: 'admin', password: new Secret('secret') },
      (session) => session.sendCommand('terminal length 5'),
      { repeatable: true },
    );
  });
  afterEach(async () => {
    await pool.onApplicationShutdown();
    await server.stop();
  });

  it('is left by exit', async () => {
    await eventually(() => pool.size === 0);
    await eventually(() => typed.at(-1) === 'exit\n');
  });

  it('is gone before another one takes its place at the device', async () => {
    await pool.closeIdle(`${server.host}:${server.port}`);
    expect(pool.size).toBe(0);
  });
});

it('is not waited for where the device refuses the command that would end it', async () => {
  const registry = new PlatformRegistry();
  await registry.onModuleInit();
  const platform = registry.resolve('cisco_ios');
  const driver = new CliDriver({ address: 'r1:22', platform, maxOutputBytes: 1000 });
  const answer = (text: string) => setImmediate(() => driver.data(Buffer.from(text)));
  driver.attach({
    write: (line) => answer(`${line.trimEnd()}\r\n${line === '\n' ? '' : '% Unknown command\r\n'}r1#`),
    close: () => undefined,
  });
  answer('r1#');
  const longMs = 600_000;
  await driver.open({ deadlineAt: Date.now() + longMs });
  await driver.leave(platform, longMs);
  expect(driver.isOpen).toBe(true);
});
