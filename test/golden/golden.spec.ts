import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PlatformRegistry } from '../../src/modules/devices/platforms/platform-registry.js';
import { addEvent, formatGolden, parseGolden, type GoldenEvent, type GoldenStep } from '../support/golden-file.js';
import { driverOf, hasEnableSecret, playOnLab } from '../support/golden-lab.js';
import { playSession } from '../support/golden-play.js';
import { playOnSoftware, SOFTWARE } from '../support/golden-software.js';
import { ReplayTransport, type Chunking } from '../support/golden-transport.js';
import { describeWith } from '../support/requirements.js';

/** Records the dialogues anew, with the lab or the software they come from, before they are replayed. */
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
/** What the dialogue was recorded with, where that was not the lab. */
const softwareOf = (name: string) => read(name).headers.get('software');
const LAB_FILES = FILES.filter((name) => softwareOf(name) === undefined);

async function update(name: string): Promise<void> {
  const software = SOFTWARE[softwareOf(name) ?? ''];
  const versions: [string, string][] = software === undefined ? [] : [['version', await software.version()]];
  const old = read(name);
  const file = { ...old, headers: new Map([...old.headers, ...versions]) };
  for (const { steps } of file.sessions) {
    for (const step of steps) {
      step.events.length = 0;
      delete step.result;
      delete step.text;
    }
  }
  for (const session of file.sessions) {
    let step: GoldenStep | undefined;
    const options = {
      registry,
      onStep: (next: GoldenStep) => (step = next),
      onEvent: (event: GoldenEvent) => {
        // A session that is not left politely is closed by us: when, is no part of the dialogue.
        const isAsked = step?.action === 'leave' && step.events.some(({ kind }) => kind === 'typed');
        const isOurs = event.kind === 'closed' && !isAsked;
        if (step !== undefined && !isOurs) addEvent(step.events, event);
      },
    };
    const results =
      software === undefined
        ? (await playOnLab(file, session, options)).results
        : await playOnSoftware(software, file, session, options);
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
    expect(headers.get('from') === 'device_software').toBe(headers.has('software') && headers.has('version'));
    expect(registry.resolve(headers.get('platform') ?? '').name).toBe(headers.get('platform'));
  });

  if (isUpdate) {
    it.each(LAB_FILES)('with %s is recorded anew', (name) => update(name));
    for (const [software, { requirements }] of Object.entries(SOFTWARE)) {
      describeWith(requirements, software, () => {
        it.each(FILES.filter((name) => softwareOf(name) === software))('with %s is recorded anew', (name) =>
          update(name),
        );
      });
    }
  }

  it.each(FILES)('with %s has the same result again', (name) => replay(name, 'whole'));
  it.each(FILES)('with %s has the same result byte by byte', (name) => replay(name, 'bytes'));
});
