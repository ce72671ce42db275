import { once } from 'node:events';
import type { JobDelivery, JobOutcome } from '../../src/modules/jobs/job-queue.port.js';
import type { ParkedPlace } from '../../src/modules/jobs/parked-place.js';
import { eventually } from '../support/eventually.js';
import { commandJob } from '../support/job-payloads.js';
import { useEngine, type OpenEngine } from './job-engine.js';

const COMPLETED: JobOutcome = { kind: 'completed' };
const PATIENT_MS = 20_000;

/** A place in a line that the test keeps. */
export class TestPlace implements ParkedPlace {
  readonly waitingSince = Date.now();
  readonly waitUntil: number;
  /** Whether the queue listens. */
  isKept = false;
  readonly #called: Promise<void>;
  call = (): void => undefined;
  isDropped = false;

  constructor(waitMs: number) {
    this.waitUntil = this.waitingSince + waitMs;
    this.#called = new Promise((resolve) => (this.call = resolve));
  }

  get called(): Promise<void> {
    this.isKept = true;
    return this.#called;
  }

  drop(): void {
    this.isDropped = true;
  }
}

/** What every `JobQueue` does with jobs whose turn has not come. */
export function itKeepsParkedJobs(open: OpenEngine): void {
  describe('a parked job', () => {
    const engine = useEngine(open);

    it('is QUEUED with no try counted, and comes back when it is called, with the time since when it waits', async () => {
      const place = new TestPlace(600_000);
      const seen: JobDelivery[] = [];
      await engine.consume(async (delivery) => {
        seen.push(delivery);
        if (delivery.waitingSince === null) return { kind: 'parked', place };
        delivery.begin();
        return COMPLETED;
      });
      const { id } = await engine.queue.enqueue(commandJob());
      await eventually(() => seen.length === 1);
      expect(await engine.queue.waitUntilFinished(id, 50)).toMatchObject({ status: 'QUEUED', attempts: 0 });
      place.call();
      expect(await engine.queue.waitUntilFinished(id, PATIENT_MS)).toMatchObject({ status: 'COMPLETE', attempts: 1 });
      expect(seen.map(({ attempts, waitingSince }) => [attempts, waitingSince])).toEqual([
        [0, null],
        [0, place.waitingSince],
      ]);
    });

    it('comes back by itself when its wait is over', async () => {
      let deliveries = 0;
      await engine.consume(async () => (++deliveries === 1 ? { kind: 'parked', place: new TestPlace(50) } : COMPLETED));
      const { id } = await engine.queue.enqueue(commandJob());
      expect(await engine.queue.waitUntilFinished(id, PATIENT_MS)).toMatchObject({ status: 'COMPLETE' });
    });

    it('comes before the jobs that wait, in the order of the calls', async () => {
      const places = new Map<string, TestPlace>();
      const delivered: string[] = [];
      await engine.consume(async ({ id, waitingSince }) => {
        delivered.push(id);
        if (waitingSince !== null) return COMPLETED;
        const place = new TestPlace(600_000);
        places.set(id, place);
        return { kind: 'parked', place };
      });
      const ids: string[] = [];
      for (let index = 0; index < 20; index++) ids.push((await engine.queue.enqueue(commandJob())).id);
      await eventually(() => places.size === 20 && [...places.values()].every(({ isKept }) => isKept));
      const wanted = [...ids].reverse();
      for (const id of wanted) places.get(id)?.call();
      await eventually(() => delivered.length === 40);
      expect(delivered.slice(20)).toEqual(wanted);
    });

    it('comes in the order of the calls, also one that is called before it is put aside', async () => {
      const places = new Map<string, TestPlace>();
      const delivered: string[] = [];
      await engine.consume(async ({ id, waitingSince }) => {
        if (waitingSince !== null) {
          delivered.push(id);
          return COMPLETED;
        }
        const place = new TestPlace(600_000);
        places.set(id, place);
        if (places.size % 4 === 0) for (const one of places.values()) one.call();
        return { kind: 'parked', place };
      });
      const ids: string[] = [];
      for (let round = 0; round < 50; round++) {
        for (let index = 0; index < 3; index++) ids.push((await engine.queue.enqueue(commandJob())).id);
        await eventually(() => places.size === ids.length && [...places.values()].every(({ isKept }) => isKept));
        ids.push((await engine.queue.enqueue(commandJob())).id);
        await eventually(() => delivered.length === ids.length);
      }
      expect(delivered).toEqual(ids);
    });

    it('gives its place up when that comes while the consumer closes', async () => {
      const place = new TestPlace(600_000);
      let isDelivered = false;
      const consumer = await engine.consume(async ({ signal }) => {
        isDelivered = true;
        if (!signal.aborted) await once(signal, 'abort');
        return { kind: 'parked', place };
      });
      await engine.queue.enqueue(commandJob());
      await eventually(() => isDelivered);
      await consumer.close(0);
      expect(place.isDropped).toBe(true);
    });

    it('lets more jobs by than are in hand at a time', async () => {
      const parked = new Set<string>();
      await engine.consume(async ({ id, payload }) => {
        if (payload.device.host === 'healthy') return COMPLETED;
        parked.add(id);
        return { kind: 'parked', place: new TestPlace(600_000) };
      });
      const dead = Array.from({ length: 600 }, () => engine.queue.enqueue(commandJob('dead')));
      await Promise.all(dead);
      const { id } = await engine.queue.enqueue(commandJob('healthy'));
      expect(await engine.queue.waitUntilFinished(id, PATIENT_MS)).toMatchObject({ status: 'COMPLETE' });
      await eventually(() => parked.size === 600);
    });

    it('gives its place up when the consumer closes, and goes to the next one in its turn', async () => {
      const places: TestPlace[] = [];
      const first = await engine.consume(async () => {
        const place = new TestPlace(600_000);
        places.push(place);
        return { kind: 'parked', place };
      });
      const ids: string[] = [];
      for (let index = 0; index < 20; index++) ids.push((await engine.queue.enqueue(commandJob())).id);
      await eventually(() => places.length === 20);
      await eventually(async () => (await engine.queue.get(ids.at(-1) ?? ''))?.status === 'QUEUED');
      await first.close(0);
      expect(places.filter(({ isDropped }) => !isDropped)).toEqual([]);
      const later = await engine.queue.enqueue(commandJob());

      await engine.reopen();
      const delivered: string[] = [];
      await engine.consume(async ({ id }) => {
        delivered.push(id);
        return COMPLETED;
      });
      await eventually(() => delivered.length === 21);
      expect(delivered).toEqual([...ids, later.id]);
    });
  });
}
