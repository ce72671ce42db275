import fc from 'fast-check';
import { setTimeout as delay } from 'node:timers/promises';
import { Metrics } from '../../src/common/metrics/metrics.js';
import type { CacheStore } from '../../src/modules/cache/cache-store.port.js';
import type { CacheScope } from '../../src/modules/cache/cache.types.js';
import { OutputCache } from '../../src/modules/cache/output-cache.js';
import { eventually } from '../support/eventually.js';
import { propertyRuns } from '../support/scale.js';

const COMMANDS = ['show a', 'show b'];
const DEVICES = ['h1:22', 'h1:23', 'h2:22'];
const DIGESTS = ['one log-in', 'another'];

/** A device whose outputs say what they were read from, and when. */
interface Read {
  readonly scope: CacheScope;
  readonly command: string;
  /** Configurations of the device that had ended before. */
  readonly version: number;
  readonly at: number;
}

const place = fc.record({
  device: fc.constantFrom(...DEVICES),
  digest: fc.constantFrom(...DIGESTS),
  command: fc.constantFrom(...COMMANDS),
});
const step = fc.oneof(
  fc.record({ kind: fc.constant('read' as const), place, ttlMs: fc.constantFrom(1, 5, 60_000), late: fc.boolean() }),
  fc.record({ kind: fc.constant('configure' as const), device: fc.constantFrom(...DEVICES) }),
  fc.record({ kind: fc.constant('finish' as const) }),
  fc.record({ kind: fc.constant('pass' as const), ms: fc.constantFrom(1, 3) }),
);

/** What every `CacheStore` does, and the cache on it. `store` gives the one under test. */
export function itKeepsTheCacheStoreContract(store: () => CacheStore): void {
  const cacheOn = (one: CacheStore): OutputCache =>
    new OutputCache(one, { isEnabled: true, defaultTtlMs: 300_000, maxTtlMs: 3_600_000 }, new Metrics());

  it('never gives what is of another device, log-in or command, is over, or is from before a configuration', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        await store().renewAll();
        await play(cacheOn(store()), steps);
      }),
      propertyRuns(400),
    );
  });

  it('keeps large outputs whole', async () => {
    const cache = cacheOn(store());
    const scope = { device: 'big:22', digest: 'x' };
    const output = 'line of text é\n'.repeat(20_000);
    const { epoch } = await cache.lookup(scope, []);
    const ticket = { digest: 'x', epoch: epoch ?? '', ttlMs: 60_000 };
    await cache.keep(ticket, { device: 'big:22', name: 'big', at: Date.now() }, [{ command: 'show tech', output }]);
    const { answers } = await cache.lookup(scope, ['show  tech ']);
    expect(answers[0]).toMatchObject({ status: 'hit', entry: { output } });
  });

  it('lists and drops what it keeps, by device', async () => {
    const cache = cacheOn(store());
    await store().renewAll();
    for (const device of ['l1:22', 'l2:22']) {
      const { epoch } = await cache.lookup({ device, digest: 'x' }, []);
      const outputs = COMMANDS.map((command) => ({ command, output: 'x' }));
      const ticket = { digest: 'x', epoch: epoch ?? '', ttlMs: 60_000 };
      await cache.keep(ticket, { device, name: device.slice(0, 2), at: Date.now() }, outputs);
    }
    expect((await store().list('l1:22')).map(({ name, command }) => `${name ?? ''}:${command}`).sort()).toEqual([
      'l1:show a',
      'l1:show b',
    ]);
    expect(await store().renew('l1:22')).toBe(2);
    expect((await store().list()).map(({ device }) => device)).toEqual(['l2:22', 'l2:22']);
    expect(await store().renewAll()).toBe(2);
    expect(await store().list()).toEqual([]);
  });

  it('gives nothing that was on its way when all was dropped, of a device of which nothing was kept', async () => {
    const [cache, scope] = [cacheOn(store()), { device: 'first:22', digest: 'x' }];
    const keep = async (epoch: string | null): Promise<string | undefined> => {
      const ticket = { digest: 'x', epoch: epoch ?? '', ttlMs: 60_000 };
      await cache.keep(ticket, { device: 'first:22', name: null, at: Date.now() }, [
        { command: 'show a', output: 'x' },
      ]);
      return (await cache.lookup(scope, ['show a'])).answers[0]?.status;
    };
    const { epoch } = await cache.lookup(scope, ['show a']);
    await store().renewAll();
    expect(await keep(epoch)).toBe('miss');
    expect(await keep((await cache.lookup(scope, ['show a'])).epoch)).toBe('hit');
  });

  it('lists nothing that is over', async () => {
    const cache = cacheOn(store());
    const { epoch } = await cache.lookup({ device: 'o1:22', digest: 'x' }, []);
    const ticket = { digest: 'x', epoch: epoch ?? '', ttlMs: 30 };
    await cache.keep(ticket, { device: 'o1:22', name: null, at: Date.now() }, [{ command: 'show a', output: 'x' }]);
    await eventually(async () => (await store().list('o1:22')).length === 0);
  });
}

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type ReadStep = Extract<Step, { kind: 'read' }>;

/** Plays steps; reads that are late are stored when they finish, at any later step. */
async function play(cache: OutputCache, steps: readonly Step[]): Promise<void> {
  const versions = new Map<string, number>();
  const underWay: (() => Promise<void>)[] = [];
  for (const one of steps) {
    if (one.kind === 'pass') await delay(one.ms);
    if (one.kind === 'finish') await underWay.shift()?.();
    if (one.kind === 'configure') {
      await cache.renew(one.device);
      versions.set(one.device, (versions.get(one.device) ?? 0) + 1);
    }
    if (one.kind !== 'read') continue;
    const finish = await begin(cache, one, versions.get(one.place.device) ?? 0);
    if (one.late && finish !== undefined) underWay.push(finish);
    else await finish?.();
  }
}

/** Looks one command up, and checks what the cache gives; where it gives nothing, the way to store what the device says. */
async function begin(cache: OutputCache, step: ReadStep, version: number): Promise<(() => Promise<void>) | undefined> {
  const { device, digest, command } = step.place;
  const scope = { device, digest };
  const askedAt = Date.now();
  const { answers, epoch } = await cache.lookup(scope, [command]);
  const [answer] = answers;
  if (answer?.status === 'hit') {
    const read = JSON.parse(answer.entry.output) as Read;
    expect(read).toMatchObject({ scope, command, version });
    expect(askedAt - read.at).toBeLessThan(answer.entry.ttlMs);
    return undefined;
  }
  const at = Date.now();
  const output = JSON.stringify({ scope, command, version, at } satisfies Read);
  const ticket = { digest, epoch: epoch ?? '', ttlMs: step.ttlMs };
  return () => cache.keep(ticket, { device, name: null, at }, [{ command, output }]);
}
