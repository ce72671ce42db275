import type { SharedState, Tally } from '../../src/modules/state/shared-state.port.js';
import { eventually } from '../support/eventually.js';

/** What every `SharedState` does. `state` gives the one under test; each test uses keys of its own. */
export function itKeepsTheSharedStateContract(state: () => SharedState): void {
  let counter = 0;
  const fresh = (): string => `contract:${process.pid}:${counter++}`;

  describe('values', () => {
    it('gives back what was set, byte for byte', async () => {
      const key = fresh();
      const value = Buffer.from([0, 255, 10, 13, 128]);
      await state().set(key, value);
      expect(await state().get(key)).toEqual(value);
    });

    it('stores a string as UTF-8', async () => {
      const key = fresh();
      await state().set(key, 'Grüße');
      expect((await state().get(key))?.toString()).toBe('Grüße');
    });

    it('knows nothing of a key that was never set', async () => {
      expect(await state().get(fresh())).toBeUndefined();
    });

    it('forgets a value at its end', async () => {
      const key = fresh();
      await state().set(key, 'x', 20);
      await eventually(async () => (await state().get(key)) === undefined);
    });

    it('keeps a value that is set anew without an end', async () => {
      const [key, other] = [fresh(), fresh()];
      await state().set(key, 'old', 20);
      await state().set(key, 'new');
      await state().set(other, 'x', 20);
      await eventually(async () => (await state().get(other)) === undefined);
      expect((await state().get(key))?.toString()).toBe('new');
    });

    it('says whether there was something to delete', async () => {
      const key = fresh();
      await state().set(key, 'x');
      expect(await state().delete(key)).toBe(true);
      expect(await state().delete(key)).toBe(false);
      expect(await state().get(key)).toBeUndefined();
    });

    it('deletes by prefix, taking the prefix literally', async () => {
      const prefix = fresh();
      await state().set(`${prefix}:a*[1]:x`, '1');
      await state().set(`${prefix}:a*[1]:y`, '2');
      await state().set(`${prefix}:ab1:x`, '3');
      expect(await state().deleteByPrefix(`${prefix}:a*[1]:`)).toBe(2);
      expect((await state().get(`${prefix}:ab1:x`))?.toString()).toBe('3');
    });
  });

  describe('hashes', () => {
    it('sets, reads and deletes fields', async () => {
      const key = fresh();
      await state().setField(key, 'a', '1');
      await state().setField(key, 'b', '2');
      expect(await state().deleteField(key, 'a')).toBe(true);
      expect(await state().deleteField(key, 'a')).toBe(false);
      expect(await state().getFields(key)).toEqual({ b: '2' });
    });

    it('sets a field once where that is asked for, whoever is first', async () => {
      const key = fresh();
      const values = Array.from({ length: 20 }, (_, index) => String(index));
      const taken = await Promise.all(values.map((value) => state().setFieldIfAbsent(key, 'a', value)));
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect(await state().getField(key, 'a')).toBe(values[taken.indexOf(true)]);
      expect(await state().getField(key, 'b')).toBeUndefined();
    });

    it('is empty where nothing was set', async () => {
      expect(await state().getField(fresh(), 'a')).toBeUndefined();
      expect(await state().getFields(fresh())).toEqual({});
    });

    it('ends the whole hash', async () => {
      const key = fresh();
      await state().setField(key, 'a', '1');
      await state().setField(key, 'b', '2', 20);
      await eventually(async () => Object.keys(await state().getFields(key)).length === 0);
    });

    it('counts, from many callers at once', async () => {
      const key = fresh();
      await Promise.all(Array.from({ length: 50 }, () => state().increment(key, 'n', 2)));
      expect(await state().increment(key, 'n', -1)).toBe(99);
      expect(await state().getFields(key)).toEqual({ n: '99' });
    });
  });

  describe('logs', () => {
    it('keeps the newest entries, the newest first', async () => {
      const key = fresh();
      for (const values of [['a'], [], ['b:1', 'c', 'd']]) await state().append(key, values, 3);
      expect((await state().readLog(key, 10)).map((entry) => entry.value)).toEqual(['d', 'c', 'b:1']);
      expect((await state().readLog(key, 2)).map((entry) => entry.value)).toEqual(['d', 'c']);
    });

    it('says when an entry was appended', async () => {
      const key = fresh();
      const before = Date.now();
      await state().append(key, ['x'], 1);
      const [entry] = await state().readLog(key, 1);
      expect(entry?.at).toBeGreaterThanOrEqual(before);
      expect(entry?.at).toBeLessThanOrEqual(Date.now());
    });

    it('is empty where nothing was appended, and when nothing is asked for', async () => {
      const key = fresh();
      expect(await state().readLog(key, 10)).toEqual([]);
      await state().append(key, ['x'], 1);
      expect(await state().readLog(key, 0)).toEqual([]);
    });
  });

  describe('several keys at once', () => {
    it('gives their values in order', async () => {
      const [one, two, three] = [0, 1, 2].map(() => `{many}:${fresh()}`) as [string, string, string];
      await state().set(one, 'a');
      await state().set(three, 'c');
      const values = await state().getMany([three, two, one]);
      expect(values.map((value) => value?.toString())).toEqual(['c', undefined, 'a']);
      expect(await state().getMany([])).toEqual([]);
    });
  });

  describe('claims', () => {
    it('are had by the first, and told to the others', async () => {
      const key = fresh();
      const answers = await Promise.all(['a', 'b', 'c'].map((value) => state().claim(key, value, 60_000)));
      expect(answers).toEqual(['a', 'a', 'a']);
    });

    it('are released by their value alone', async () => {
      const key = fresh();
      await state().claim(key, 'a', 60_000);
      expect(await state().releaseClaim(key, 'b')).toBe(false);
      expect(await state().releaseClaim(key, 'a')).toBe(true);
      expect(await state().releaseClaim(key, 'a')).toBe(false);
      expect(await state().claim(key, 'b', 60_000)).toBe('b');
    });

    it('end by themselves', async () => {
      const key = fresh();
      await state().claim(key, 'a', 20);
      await eventually(async () => (await state().claim(key, 'b', 60_000)) === 'b');
    });
  });

  describe('tallies', () => {
    function tally(tag: string, id: string): Tally {
      return {
        once: `{tally}:${tag}:${id}`,
        onceMs: 60_000,
        counters: [
          { key: `{tally}:${tag}:hash`, field: 'x' },
          { key: `{tally}:${tag}:hash`, field: 'y', by: 10 },
        ],
        scores: [{ key: `{tally}:${tag}:ranking`, member: id.slice(0, 1) }],
        logs: [{ key: `{tally}:${tag}:log`, value: id, maxEntries: 2 }],
        ttlMs: 60_000,
      };
    }

    it('count each event once', async () => {
      const tag = fresh();
      const ids = ['a1', 'a2', 'b1', 'a1', 'b1'];
      const counted = [];
      for (const id of ids) counted.push(await state().tally(tally(tag, id)));
      expect(counted).toEqual([true, true, true, false, false]);
      expect(await state().getFields(`{tally}:${tag}:hash`)).toEqual({ x: '3', y: '30' });
      expect((await state().readLog(`{tally}:${tag}:log`, 9)).map(({ value }) => value)).toEqual(['b1', 'a2']);
    });

    it('count each event once that come at the same time, and name those that were counted', async () => {
      const tag = fresh();
      const ids = Array.from({ length: 200 }, (_, index) => `a${index % 150}`);
      const counted = await Promise.all(ids.map((id) => state().tally(tally(tag, id))));
      expect(counted.map((isCounted, index) => isCounted === index < 150)).not.toContain(false);
      expect(await state().getFields(`{tally}:${tag}:hash`)).toEqual({ x: '150', y: '1500' });
      expect(await state().ranking(`{tally}:${tag}:ranking`, 1)).toEqual([{ member: 'a', score: 150 }]);
      expect((await state().readLog(`{tally}:${tag}:log`, 9)).map(({ value }) => value)).toEqual(['a149', 'a148']);
    });

    it('rank the members', async () => {
      const tag = fresh();
      for (const id of ['a1', 'b1', 'b2', 'c1', 'c2', 'c3']) await state().tally(tally(tag, id));
      expect(await state().ranking(`{tally}:${tag}:ranking`, 2)).toEqual([
        { member: 'c', score: 3 },
        { member: 'b', score: 2 },
      ]);
      expect(await state().ranking(`{tally}:${tag}:ranking`, 5, 1)).toEqual([
        { member: 'b', score: 2 },
        { member: 'a', score: 1 },
      ]);
      expect(await state().ranking(`{tally}:${tag}:ranking`, 0)).toEqual([]);
      expect(await state().ranking(fresh(), 5)).toEqual([]);
    });

    it('end a ranking in its own time', async () => {
      const tag = fresh();
      const { scores, ...rest } = tally(tag, 'a1');
      const short = { key: `{tally}:${tag}:short`, member: 'a', ttlMs: 1 };
      await state().tally({ ...rest, scores: [...scores, short] });
      await eventually(async () => (await state().ranking(short.key, 1)).length === 0);
      expect(await state().ranking(`{tally}:${tag}:ranking`, 1)).toEqual([{ member: 'a', score: 1 }]);
    });
  });

  describe('leases', () => {
    const LONG_MS = 60_000;

    it('gives a lease to one owner at a time', async () => {
      const key = fresh();
      const lease = await state().acquireLease(key, 'a', LONG_MS);
      expect(lease).toMatchObject({ key, owner: 'a' });
      expect(await state().acquireLease(key, 'b', LONG_MS)).toBeUndefined();
    });

    it('renews the lease of an owner that asks again, with the same fence', async () => {
      const key = fresh();
      const first = await state().acquireLease(key, 'a', LONG_MS);
      expect(await state().acquireLease(key, 'a', LONG_MS)).toEqual(first);
    });

    it('gives as many places as there are slots', async () => {
      const key = fresh();
      const asked = ['a', 'b', 'c', 'd'].map((owner) => state().acquireLease(key, owner, LONG_MS, 3));
      expect((await Promise.all(asked)).filter((lease) => lease !== undefined)).toHaveLength(3);
    });

    it('names those who hold a place now', async () => {
      const key = fresh();
      expect(await state().leaseHolders(key)).toEqual([]);
      await state().acquireLease(key, 'gone', 1, 3);
      await state().acquireLease(key, 'a', LONG_MS, 3);
      const lease = await mustLease(state().acquireLease(key, 'b', LONG_MS, 3));
      await eventually(async () => !(await state().leaseHolders(key)).includes('gone'));
      expect((await state().leaseHolders(key)).sort()).toEqual(['a', 'b']);
      await state().releaseLease(lease);
      expect(await state().leaseHolders(key)).toEqual(['a']);
    });

    it('gives a released lease to the next, with a higher fence', async () => {
      const key = fresh();
      const first = await mustLease(state().acquireLease(key, 'a', LONG_MS));
      expect(await state().releaseLease(first)).toBe(true);
      expect(await state().releaseLease(first)).toBe(false);
      const second = await mustLease(state().acquireLease(key, 'a', LONG_MS));
      expect(second.fence).toBeGreaterThan(first.fence);
    });

    it('gives a lease to the next at its end, and does not renew it any more', async () => {
      const key = fresh();
      const first = await mustLease(state().acquireLease(key, 'a', 20));
      const second = await eventually(() => state().acquireLease(key, 'b', LONG_MS));
      expect(second.fence).toBeGreaterThan(first.fence);
      expect(await state().renewLease(first, LONG_MS)).toBe(false);
      expect(await state().releaseLease(first)).toBe(false);
      expect(await state().acquireLease(key, 'a', LONG_MS)).toBeUndefined();
    });

    it('does not renew the lease of an owner that lost it and took it again', async () => {
      const key = fresh();
      const first = await mustLease(state().acquireLease(key, 'a', LONG_MS));
      await state().releaseLease(first);
      await state().acquireLease(key, 'a', LONG_MS);
      expect(await state().renewLease(first, LONG_MS)).toBe(false);
    });

    it('keeps a renewed lease past its first end', async () => {
      const [key, other] = [fresh(), fresh()];
      await eventually(async () => {
        const lease = await mustLease(state().acquireLease(key, 'a', 1_000));
        return state().renewLease(lease, LONG_MS);
      });
      await state().set(other, 'x', 1_050);
      await eventually(async () => (await state().get(other)) === undefined);
      expect(await state().acquireLease(key, 'b', LONG_MS)).toBeUndefined();
    });
  });

  describe('messages', () => {
    it('reach every subscriber of the channel, in order', async () => {
      const channel = fresh();
      const heard: string[][] = [[], []];
      const ends = await Promise.all(heard.map((list) => state().subscribe(channel, (message) => list.push(message))));
      const messages = Array.from({ length: 200 }, (_, index) => String(index));
      await Promise.all(messages.slice(0, 100).map((message) => state().publish(channel, message)));
      for (const message of messages.slice(100)) await state().publish(channel, message);
      await eventually(() => heard.every((list) => list.length === messages.length));
      expect(heard).toEqual([messages, messages]);
      for (const end of ends) await end();
    });

    it('do not reach another channel, nor one who has ended the subscription', async () => {
      const channel = fresh();
      const [ended, other, stayed]: string[][] = [[], [], []];
      const end = await state().subscribe(channel, (message) => ended?.push(message));
      await state().subscribe(`${channel}:other`, (message) => other?.push(message));
      await state().subscribe(channel, (message) => stayed?.push(message));
      await end();
      await end();
      await state().publish(channel, 'x');
      await eventually(() => stayed?.length === 1);
      expect([ended, other]).toEqual([[], []]);
    });
  });

  it('says that it is reachable', async () => {
    expect(await state().isReachable()).toBe(true);
  });
}

async function mustLease<T>(lease: Promise<T | undefined>): Promise<T> {
  const given = await lease;
  if (given === undefined) throw new Error('the lease was not given');
  return given;
}
