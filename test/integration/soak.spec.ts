import { getEventListeners } from 'node:events';
import { Secret } from '../../src/common/secret.js';
import type { DeviceSession } from '../../src/modules/devices/device-sessions.port.js';
import { PlatformRegistry } from '../../src/modules/devices/platforms/platform-registry.js';
import { SessionPool } from '../../src/modules/devices/session/session-pool.js';
import { ProtocolTransport } from '../../src/modules/devices/transport/protocol.transport.js';
import { CliDialogue } from '../support/cli-dialogue.js';
import { usedBytes } from '../support/heap.js';
import { scaled } from '../support/scale.js';
import { POOL_SETTINGS } from '../support/pool-settings.js';
import { router, SshServer } from '../support/ssh-server.js';
import { hostKeyChecks } from '../support/host-keys.js';

const FULL_SIZE_MS = 1_800_000;
const MEGABYTE = 2 ** 20;
const CREDENTIAL = { id: 'lab', username: 'admin', password: new Secret('secret') };
const OUTPUT = 'GigabitEthernet0/1 is up, line protocol is up\r\n'.repeat(20);

const registry = new PlatformRegistry();

beforeAll(() => registry.onModuleInit());

describe('a command line that lives long', () => {
  it(
    'needs no more memory after a hundred thousand commands than after ten thousand',
    async () => {
      const dialogue = await CliDialogue.at('r1#');
      const run = (count: number) => {
        for (let number = 0; number < count; number++) {
          dialogue.send(`show ${number}`).device(`show ${number}\r\n${OUTPUT}r1#`).wait(5);
          if (dialogue.output.length !== OUTPUT.length - 21) throw new Error(`command ${number}: ${dialogue.output}`);
          dialogue.takeTyped();
        }
      };
      run(10_000);
      const before = await usedBytes();
      run(90_000);
      expect((await usedBytes()) - before).toBeLessThan(MEGABYTE);
    },
    FULL_SIZE_MS,
  );
});

describe('sessions over SSH', () => {
  let server: SshServer;
  let pool: SessionPool;

  beforeEach(async () => {
    server = await SshServer.start({ shell: router(() => OUTPUT) });
    pool = new SessionPool(registry, new ProtocolTransport(hostKeyChecks()), {
      ...POOL_SETTINGS,
      connectTimeoutMs: 60_000,
      loginTimeoutMs: 60_000,
      maxOutputBytes: MEGABYTE,
      sessionIdleTtlMs: 3_600_000,
      sessionMaxAgeMs: 7_200_000,
      maxSessions: 2000,
    });
  });

  afterEach(async () => {
    await pool.onApplicationShutdown();
    await server.stop();
  });

  /** A session of its own for each number. */
  const use = <T>(number: number, work: (session: DeviceSession) => Promise<T>, signal?: AbortSignal) => {
    const options = { number, prompt_quiet_ms: 0.5 };
    const target = { host: server.host, port: server.port, driver: 'cisco_ios', options };
    return pool.use(target, CREDENTIAL, work, { repeatable: true, signal });
  };
  const ask = (session: DeviceSession) => session.sendCommand('show clock');
  const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

  it(
    'run commands for as long as they live without growing',
    async () => {
      const { signal } = new AbortController();
      const grown = await use(
        0,
        async (session) => {
          const run = async (count: number) => {
            for (let number = 0; number < count; number++) await session.sendCommand('show clock', { signal });
          };
          await run(scaled(20_000));
          const before = await usedBytes();
          await run(scaled(80_000));
          return (await usedBytes()) - before;
        },
        signal,
      );
      expect(grown).toBeLessThan(2 * MEGABYTE);
      expect(getEventListeners(signal, 'abort')).toEqual([]);
      expect(server.logins).toBe(1);
    },
    FULL_SIZE_MS,
  );

  it(
    'are small, and all of them stay warm',
    async () => {
      const count = scaled(1000);
      await use(count, ask);
      const before = await usedBytes();
      for (const number of numbers(count)) await use(number, ask);
      const bytesEach = ((await usedBytes()) - before) / count;
      // Both ends of the connection are in this process.
      expect(bytesEach).toBeLessThan(0.4 * MEGABYTE);
      expect(pool.size).toBe(count + 1);
      for (const number of numbers(count)) await use(number, ask);
      expect(server.logins).toBe(count + 1);
    },
    FULL_SIZE_MS,
  );

  it(
    'are opened many at once without one failure',
    async () => {
      const count = scaled(500);
      const replies = await Promise.all(numbers(count).map((number) => use(number, ask)));
      expect(new Set(replies.map(({ output }) => `${output}\r\n`.length)).size).toBe(1);
      expect(server.logins).toBe(count);
    },
    FULL_SIZE_MS,
  );
});
