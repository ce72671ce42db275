import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformRegistry } from '../../src/modules/devices/platforms/platform-registry.js';
import { addEvent, formatGolden, parseGolden, type GoldenStep } from '../support/golden-file.js';
import { driverOf, hasEnableSecret, playOnLab } from '../support/golden-lab.js';
import { playSession } from '../support/golden-play.js';
import { ReplayTransport, type Chunking } from '../support/golden-transport.js';

/** Records the dialogues anew with the lab, instead of replaying them. */
const isUpdate = process.env.TOM_UPDATE_GOLDEN === '1';

const FILES = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.txt'))
  .map((file) => file.slice(0, -'.txt'.length));

const ORIGINS = ['device_software', 'simulator', 'recording', 'documentation'];
/** First step of a session whose log-in is asked for in the terminal. */
const DIALOGUE_LOGIN = 'log in by dialogue';

const registry = new PlatformRegistry();
const pathOf = (name: string) => join(import.meta.dirname, `${name}.txt`);
const read = (name: string) => parseGolden(readFileSync(pathOf(name), 'utf8'));

async function update(name: string): Promise<void> {
  const file = read(name);
  for (const { steps } of file.sessions) {
    for (const step of steps) {
      step.events.length = 0;
      delete step.result;
      delete step.text;
    }
  }
  for (const session of file.sessions) {
    let step: GoldenStep | undefined;
    const { results } = await playOnLab(file, session, {
      registry,
      onStep: (next) => (step = next),
      onEvent: (event) => {
        // A session that is not left politely is closed by us: when, is no part of the dialogue.
        const isAsked = step?.action === 'leave' && step.events.some(({ kind }) => kind === 'typed');
        const isOurs = event.kind === 'closed' && !isAsked;
        if (step !== undefined && !isOurs) addEvent(step.events, event);
      },
    });
    for (const [index, result] of results.entries()) Object.assign(session.steps[index] ?? {}, result);
  }
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
