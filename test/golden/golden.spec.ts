import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Lab } from '../../src/lab/lab.js';
import { PlatformRegistry } from '../../src/modules/devices/platforms/platform-registry.js';
import { ProtocolTransport } from '../../src/modules/devices/transport/protocol.transport.js';
import {
  addEvent,
  formatGolden,
  parseGolden,
  type GoldenFile,
  type GoldenSession,
  type GoldenStep,
} from '../support/golden-file.js';
import { GOLDEN_LOGIN, playSession } from '../support/golden-play.js';
import { RecordingTransport, ReplayTransport, type Chunking } from '../support/golden-transport.js';

/** Records the dialogues anew with the lab, instead of replaying them. */
const isUpdate = process.env.TOM_UPDATE_GOLDEN === '1';

const FILES = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.slice(0, -'.txt'.length));

const ORIGINS = ['device_software', 'simulator', 'recording', 'documentation'];
const PAGED = /pager/;
const TELNET = /Telnet/;
/** First step of a session whose log-in is asked for in the terminal. */
const DIALOGUE_LOGIN = 'log in by dialogue';
const PAGER_ROWS = 24;

const registry = new PlatformRegistry();
const hasEnableSecret = ({ headers }: GoldenFile) => headers.get('enable_secret') !== 'none';
const pathOf = (name: string) => join(import.meta.dirname, `${name}.txt`);
const read = (name: string) => parseGolden(readFileSync(pathOf(name), 'utf8'));

function driverOf({ headers }: GoldenFile, { title }: GoldenSession): string {
  const platform = headers.get('platform') ?? '';
  return TELNET.test(title) ? `${platform}_telnet` : platform;
}

/** Does all of it with a device of the lab, and writes down what goes over the wire. */
async function record(file: GoldenFile): Promise<void> {
  const platform = file.headers.get('platform') ?? '';
  for (const session of file.sessions) {
    const faults = PAGED.test(session.title) ? { stuckPager: true } : {};
    const now = () => new Date('2025-06-02T05:04:03.210Z');
    const transport = TELNET.test(session.title) ? 'telnet' : 'ssh';
    const lab = await Lab.start({ devices: [{ platform, name: 'dev1', transport, ...GOLDEN_LOGIN, faults }], now });
    const device = lab.device('dev1');
    let step: GoldenStep | undefined;
    const recorder = new RecordingTransport(
      new ProtocolTransport(),
      (event) => step !== undefined && addEvent(step.events, event),
      PAGED.test(session.title) ? PAGER_ROWS : undefined,
    );
    const target = { host: device.host, port: device.port, driver: driverOf(file, session), options: {} };
    try {
      const onStep = (next: GoldenStep) => (step = next);
      const options = { registry, transport: recorder, target, hasEnableSecret: hasEnableSecret(file), onStep };
      const results = await playSession(session, options);
      step = undefined;
      for (const [index, result] of results.entries()) Object.assign(session.steps[index] ?? {}, result);
    } finally {
      await lab.stop();
    }
  }
}

async function update(name: string): Promise<void> {
  const file = read(name);
  for (const { steps } of file.sessions) {
    for (const step of steps) {
      step.events.length = 0;
      delete step.result;
      delete step.text;
    }
  }
  await record(file);
  writeFileSync(pathOf(name), formatGolden(file));
}

async function replay(name: string, chunking: Chunking): Promise<void> {
  const file = read(name);
  for (const session of file.sessions) {
    const target = { host: 'device', port: 22, driver: driverOf(file, session), options: {} };
    const transport = new ReplayTransport(
      session.steps.flatMap(({ events }) => events),
      chunking,
      session.steps[0]?.action !== DIALOGUE_LOGIN,
    );
    const results = await playSession(session, { registry, transport, target, hasEnableSecret: hasEnableSecret(file) });
    const expected = session.steps.map(({ result, text }) => ({ result, text }));
    expect({ mismatch: transport.mismatch, results }).toEqual({ mismatch: undefined, results: expected });
    expect(transport.isDone).toBe(true);
  }
}

beforeAll(() => registry.onModuleInit());

describe('a recorded dialogue', () => {
  it.each(FILES)('with %s says where it comes from', (name) => {
    const { headers } = read(name);
    expect([...headers.keys()]).toEqual(expect.arrayContaining(['platform', 'from', 'source']));
    expect(ORIGINS).toContain(headers.get('from'));
    expect(registry.resolve(headers.get('platform') ?? '').name).toBe(headers.get('platform'));
  });

  if (isUpdate) {
    it.each(FILES)('with %s is recorded anew', (name) => update(name));
  }

  it.each(FILES)('with %s has the same result again', (name) => replay(name, 'whole'));
  it.each(FILES)('with %s has the same result byte by byte', (name) => replay(name, 'bytes'));
});
