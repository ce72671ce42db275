import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Secret } from '../../src/common/secret.js';
import type { DeviceSession } from '../../src/modules/devices/device-sessions.port.js';
import { PlatformRegistry } from '../../src/modules/devices/platforms/platform-registry.js';
import { SessionPool } from '../../src/modules/devices/session/session-pool.js';
import { ProtocolTransport } from '../../src/modules/devices/transport/protocol.transport.js';
import { CRUDE_OUTPUTS, CrudeDevice, crudeOutput, type CrudeManners } from '../support/crude-device.js';
import { hostKeyChecks } from '../support/host-keys.js';
import { POOL_SETTINGS } from '../support/pool-settings.js';
import { SshServer, type SshServerOptions } from '../support/ssh-server.js';

type Manners = CrudeManners & Pick<SshServerOptions, 'isOpenToAll' | 'methods' | 'refusesTerminals'>;

const MANNERS: readonly (readonly [string, Manners])[] = [
  ['echoes key by key', {}],
  ['echoes a line, ended by a line feed alone', { echo: 'line', lineEnd: '\n' }],
  ['shows an empty line before its prompt, and a blank behind it', { beforePrompt: '\r\n', afterPrompt: ' ' }],
  [
    'takes each half of a line end for an Enter, and greets',
    { countsEnterTwice: true, greeting: 'Custom SSH Shell\n' },
  ],
  ['gives no pty and asks for no password', { refusesTerminals: true, isOpenToAll: true }],
  ['asks for the password by keyboard-interactive', { methods: ['keyboard-interactive'], lineEnd: '\r\r\n' }],
  ['sends a few characters at a time', { echo: 'line', pieces: 7 }],
  ['says nothing to what it does not know', { ignoresUnknown: true }],
  ['paints its prompt anew at Enter', { echo: 'repainted' }],
  ['colours its prompt', { beforePrompt: '\x1b]0;title\x07\x1b[32m', afterPrompt: '\x1b[0m ' }],
  ['greets with what looks like prompts and questions', { greeting: 'Welcome >\nPassword: none #\n--More--\n\n' }],
];
/** These cost time: two platforms. */
const SLOW_MANNERS: readonly (readonly [string, Manners])[] = [
  ['shows no prompt before an Enter', { isMute: true }],
  ['shows its prompt late', { startsAfterMs: 2000 }],
];

/** Every platform is a file of this name; the others are what families share. */
const PLATFORMS = readdirSync(join(import.meta.dirname, '../../src/modules/devices/platforms/definitions'))
  .filter((file) => file.endsWith('.yaml') && !file.endsWith('_like.yaml'))
  .map((file) => file.slice(0, -'.yaml'.length));

const CREDENTIAL = { id: 'crude', username: 'admin', password: new Secret('secret') };
const AT_ONCE = 16;

const registry = new PlatformRegistry();
let pool: SessionPool;

beforeAll(async () => {
  await registry.onModuleInit();
  pool = new SessionPool(registry, new ProtocolTransport(hostKeyChecks()), POOL_SETTINGS);
});
afterAll(() => pool.onApplicationShutdown());

/** Sends every command to the device, as each of these drivers; gives what went otherwise than it should. */
async function faultsOf(port: number, manners: CrudeManners, drivers: readonly string[]): Promise<string[]> {
  const faults: string[] = [];
  const waiting = [...drivers];
  const work = async () => {
    for (let driver = waiting.shift(); driver !== undefined; driver = waiting.shift()) {
      const target = { host: '127.0.0.1', port, driver, options: {} };
      const reading = pool.use(target, CREDENTIAL, (session) => readAll(session, manners), {
        repeatable: false,
      });
      faults.push(...(await reading.catch((error: unknown) => [String(error)])).map((fault) => `${driver}: ${fault}`));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return faults;
}

async function readAll(session: DeviceSession, manners: CrudeManners): Promise<string[]> {
  const faults: string[] = [];
  for (const command of Object.keys(CRUDE_OUTPUTS)) {
    const { output } = await session.sendCommand(command);
    if (output !== crudeOutput(command, manners)) faults.push(`${command}: ${JSON.stringify(output.slice(0, 200))}`);
  }
  return faults;
}

async function overSsh(manners: Manners, drivers: readonly string[]): Promise<void> {
  const server = await SshServer.start({ ...manners, shell: (stream) => void new CrudeDevice(stream, manners) });
  const faults = await faultsOf(server.port, manners, drivers).finally(() => server.stop());
  expect(faults).toEqual([]);
}

async function telnetServer(manners: CrudeManners): Promise<Server> {
  const server = createServer((socket) => void new CrudeDevice(socket, manners));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

describe('over SSH, a crude simulator that', () => {
  it.each(MANNERS)('%s is read as a quarter of all platforms', (name, manners) => {
    const turn = MANNERS.findIndex(([other]) => other === name);
    return overSsh(
      manners,
      PLATFORMS.filter((_, index) => index % 4 === turn % 4),
    );
  });

  it.each(SLOW_MANNERS)('%s is read as Cisco IOS and as a platform that may ask who is there', (_, manners) =>
    overSsh(manners, ['cisco_ios', 'hp_procurve']),
  );
});

describe('over Telnet, a crude simulator that', () => {
  it.each<readonly [string, CrudeManners]>([
    ['asks for user and password and knows no Telnet option', { asksLogin: true }],
    ['asks nothing and echoes lines', { echo: 'line' }],
  ])('%s is read as half of all platforms', async (_, manners) => {
    const server = await telnetServer(manners);
    const turn = manners.asksLogin === true ? 0 : 1;
    const drivers = PLATFORMS.filter((_name, index) => index % 2 === turn).map((name) => `${name}_telnet`);
    const faults = await faultsOf((server.address() as AddressInfo).port, manners, drivers);
    server.close();
    expect(faults).toEqual([]);
  });
});
