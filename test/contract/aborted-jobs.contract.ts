import { once } from 'node:events';
import type { JobDelivery, JobOutcome } from '../../src/modules/jobs/job-queue.port.js';
import { JobAbortedError, JobFinishedError } from '../../src/modules/jobs/jobs.errors.js';
import { eventually } from '../support/eventually.js';
import { commandJob } from '../support/job-payloads.js';
import { useEngine, type OpenEngine } from './job-engine.js';
import { TestPlace } from './parked-jobs.contract.js';

const COMPLETED: JobOutcome = { kind: 'completed' };
const PATIENT_MS = 20_000;
const ABORTED = { status: 'ABORTED', failure: { type: 'aborted', stage: null } };

/** What every `JobQueue` does with jobs that somebody aborts. */
export function itAbortsJobs(open: OpenEngine): void {
  describe('a job that is aborted', () => {
    const engine = useEngine(open);

    it('is taken out when it waits for a consumer, and is not delivered', async () => {
      const credential = { type: 'inlineSSH', username: 'u', sealedPassword: 'sealed' } as const;
      const { id } = await engine.queue.enqueue(commandJob('192.0.2.1', { credential }));
      const waiting = engine.queue.waitUntilFinished(id, PATIENT_MS);
      const record = await engine.queue.cancel(id);
      expect(record).toMatchObject({ ...ABORTED, attempts: 0 });
      expect(record?.payload.credential).toEqual({ ...credential, sealedPassword: '' });
      expect(record?.finishedAt).toBeGreaterThanOrEqual(record?.createdAt ?? Infinity);
      expect(await waiting).toEqual(record);
      expect(await engine.queue.get(id)).toEqual(record);

      const delivered: string[] = [];
      await engine.consume(async (delivery) => {
        delivered.push(delivery.id);
        return COMPLETED;
      });
      const later = await engine.queue.enqueue(commandJob());
      await engine.queue.waitUntilFinished(later.id, PATIENT_MS);
      expect(delivered).toEqual([later.id]);
    });

    it('is given up by the consumer that has it and has not begun', async () => {
      let delivery: JobDelivery | undefined;
      await engine.consume(async (given) => {
        delivery = given;
        await once(given.signal, 'abort');
        return { kind: 'handed_back' };
      });
      const { id } = await engine.queue.enqueue(commandJob());
      await eventually(() => delivery);
      expect(await engine.queue.cancel(id)).toMatchObject({ ...ABORTED, attempts: 0 });
      expect(delivery?.signal.reason).toBeInstanceOf(JobAbortedError);
    });

    it('is ABORTING while the handler that runs it comes to an end, then ABORTED', async () => {
      let delivery: JobDelivery | undefined;
      let finish = (_: JobOutcome): void => undefined;
      await engine.consume((given) => {
        given.begin();
        delivery = given;
        return new Promise((resolve) => (finish = resolve));
      });
      const { id } = await engine.queue.enqueue(commandJob());
      await eventually(async () => (await engine.queue.get(id))?.status === 'ACTIVE');
      expect(await engine.queue.cancel(id)).toMatchObject({ status: 'ABORTING', failure: null, finishedAt: null });
      expect(await engine.queue.cancel(id)).toMatchObject({ status: 'ABORTING' });
      await eventually(() => delivery?.signal.aborted === true);
      expect(await engine.queue.get(id)).toMatchObject({ status: 'ABORTING' });
      finish({ kind: 'retry', delayMs: 0 });
      expect(await engine.queue.waitUntilFinished(id, PATIENT_MS)).toMatchObject({ ...ABORTED, attempts: 1 });
    });

    it('is COMPLETE when it was done before the handler heard of it', async () => {
      let finish = (_: JobOutcome): void => undefined;
      await engine.consume((given) => {
        given.begin();
        return new Promise((resolve) => (finish = resolve));
      });
      const { id } = await engine.queue.enqueue(commandJob());
      await eventually(async () => (await engine.queue.get(id))?.status === 'ACTIVE');
      await engine.queue.cancel(id);
      finish(COMPLETED);
      expect(await engine.queue.waitUntilFinished(id, PATIENT_MS)).toMatchObject({ status: 'COMPLETE', failure: null });
    });

    it('is taken out between two tries', async () => {
      let deliveries = 0;
      await engine.consume(async (given) => {
        deliveries++;
        given.begin();
        return { kind: 'retry', delayMs: 600_000 };
      });
      const { id } = await engine.queue.enqueue(commandJob());
      await eventually(async () => {
        const record = await engine.queue.get(id);
        return record?.status === 'QUEUED' && record.attempts === 1;
      });
      await engine.queue.cancel(id);
      expect(await engine.queue.waitUntilFinished(id, PATIENT_MS)).toMatchObject({ ...ABORTED, attempts: 1 });
      expect(deliveries).toBe(1);
    });

    it('loses its place when it is parked', async () => {
      const place = new TestPlace(600_000);
      const seen: string[] = [];
      await engine.consume(async (given) => {
        seen.push(given.id);
        return seen.length === 1 ? { kind: 'parked', place } : COMPLETED;
      });
      const { id } = await engine.queue.enqueue(commandJob());
      await eventually(() => seen.length === 1);
      await engine.queue.cancel(id);
      expect(await engine.queue.waitUntilFinished(id, PATIENT_MS)).toMatchObject(ABORTED);
      place.call();
      await eventually(() => place.isDropped);
      expect(seen).toEqual([id]);
    });

    it('stays as it is when it has ended', async () => {
      await engine.consume(async () => COMPLETED);
      const { id } = await engine.queue.enqueue(commandJob());
      const record = await engine.queue.waitUntilFinished(id, PATIENT_MS);
      await expect(engine.queue.cancel(id)).rejects.toThrow(JobFinishedError);
      expect(await engine.queue.get(id)).toEqual(record);
      const gone = await engine.queue.enqueue(commandJob());
      await engine.queue.waitUntilFinished(gone.id, PATIENT_MS);
      await expect(engine.queue.cancel(gone.id)).rejects.toThrow('COMPLETE');
    });

    it('is not known by an id that nobody gave', async () => {
      expect(await engine.queue.cancel('no-id')).toBeUndefined();
      expect(await engine.queue.cancel('0193f2a4-5b6c-8d7e-8f90-00000a1b2c3d')).toBeUndefined();
    });
  });
}
