import { once } from 'node:events';
import type { JobDelivery, JobHandler, JobOutcome } from '../../src/modules/jobs/job-queue.port.js';
import { DeviceQueueFullError, QueueFullError } from '../../src/modules/jobs/jobs.errors.js';
import type { JobFailure, JobRecord } from '../../src/modules/jobs/job.types.js';
import { eventually } from '../support/eventually.js';
import { commandJob } from '../support/job-payloads.js';
import { useEngine, type OpenEngine } from './job-engine.js';
import { itAbortsJobs } from './aborted-jobs.contract.js';
import { itNeverRepeatsIrreversibleJobs } from './irreversible-jobs.contract.js';
import { itListsJobs } from './listed-jobs.contract.js';
import { itKeepsJobsInOrder } from './ordered-jobs.contract.js';
import { itKeepsParkedJobs } from './parked-jobs.contract.js';

const COMPLETED: JobOutcome = { kind: 'completed' };
const FAILURE: JobFailure = { type: 'auth', stage: 'authenticate', message: 'AuthenticationFailed: no' };
const PATIENT_MS = 20_000;

/** What every `JobQueue` does. */
export function itKeepsTheJobQueueContract(open: OpenEngine): void {
  describe('keeps the contract', () => defineContract(open));
  itKeepsJobsInOrder(open);
  itKeepsParkedJobs(open);
  itAbortsJobs(open);
  itListsJobs(open);
  itNeverRepeatsIrreversibleJobs(open);
}

function defineContract(open: OpenEngine): void {
  const engine = useEngine(open);

  async function run(handler: JobHandler, payload = commandJob()): Promise<JobRecord | undefined> {
    await engine.consume(handler);
    const { id } = await engine.queue.enqueue(payload);
    return engine.queue.waitUntilFinished(id, PATIENT_MS);
  }

  describe('a job', () => {
    it('is QUEUED when it is accepted', async () => {
      const payload = commandJob('192.0.2.7', { commands: ['show a', 'show b', 'show a'] });
      const before = Date.now();
      const record = await engine.queue.enqueue(payload);
      expect(record).toMatchObject({ status: 'QUEUED', payload, attempts: 0, finishedAt: null, failure: null });
      expect(record.createdAt).toBeGreaterThanOrEqual(before);
      expect(await engine.queue.get(record.id)).toEqual(record);
    });

    it('reaches the handler as it was given, and ends COMPLETE', async () => {
      const payload = commandJob('192.0.2.7', { commands: ['show a', 'show b', 'show a'] });
      const seen: JobDelivery[] = [];
      const record = await run(async (delivery) => {
        seen.push(delivery);
        delivery.begin();
        return COMPLETED;
      }, payload);
      expect(record).toMatchObject({ status: 'COMPLETE', payload, attempts: 1, failure: null });
      expect(record?.finishedAt).toBeGreaterThanOrEqual(record?.createdAt ?? Infinity);
      expect(seen).toHaveLength(1);
      expect(seen[0]).toMatchObject({ id: record?.id, payload, attempts: 0, createdAt: record?.createdAt });
    });

    it('stays QUEUED while its handler waits, and is ACTIVE once it has begun', async () => {
      let delivered: JobDelivery | undefined;
      let finish = (_: JobOutcome): void => undefined;
      await engine.consume((delivery) => {
        delivered = delivery;
        return new Promise((resolve) => (finish = resolve));
      });
      const { id } = await engine.queue.enqueue(commandJob());
      const delivery = await eventually(() => delivered);
      expect(await engine.queue.get(id)).toMatchObject({ status: 'QUEUED', attempts: 0 });
      delivery.begin();
      delivery.begin();
      await eventually(async () => (await engine.queue.get(id))?.status === 'ACTIVE');
      expect(await engine.queue.get(id)).toMatchObject({ attempts: 1 });
      finish(COMPLETED);
      expect(await engine.queue.waitUntilFinished(id, PATIENT_MS)).toMatchObject({ status: 'COMPLETE', attempts: 1 });
    });

    it('ends FAILED with the reason the handler gives', async () => {
      const record = await run(async (delivery) => {
        delivery.begin();
        return { kind: 'failed', failure: FAILURE };
      });
      expect(record).toMatchObject({ status: 'FAILED', attempts: 1, failure: FAILURE });
    });

    it('ends FAILED when the handler breaks', async () => {
      const record = await run(async () => {
        throw new TypeError('x is not a function');
      });
      expect(record).toMatchObject({ status: 'FAILED', attempts: 0, failure: { type: 'other', stage: null } });
      expect(record?.failure?.message).toContain('x is not a function');
    });

    it('is run again after a retry, and counts its tries', async () => {
      const attempts: number[] = [];
      const record = await run(async (delivery) => {
        attempts.push(delivery.attempts);
        delivery.begin();
        return attempts.length < 3 ? { kind: 'retry', delayMs: attempts.length === 1 ? 30 : 0 } : COMPLETED;
      });
      expect(attempts).toEqual([0, 1, 2]);
      expect(record).toMatchObject({ status: 'COMPLETE', attempts: 3 });
    });

    it('is QUEUED between two tries', async () => {
      await engine.consume(async (delivery) => {
        delivery.begin();
        return { kind: 'retry', delayMs: 600_000 };
      });
      const { id } = await engine.queue.enqueue(commandJob());
      await eventually(async () => (await engine.queue.get(id))?.attempts === 1);
      await eventually(async () => (await engine.queue.get(id))?.status === 'QUEUED');
    });

    it('loses its sealed password and secret when it ends, not before', async () => {
      const credential = { type: 'inlineSSH', username: 'u', sealedPassword: 'sealed' } as const;
      for (const last of [COMPLETED, { kind: 'failed', failure: FAILURE } as const]) {
        const outcomes: JobOutcome[] = [{ kind: 'retry', delayMs: 0 }, last];
        const seen: unknown[] = [];
        const handler: JobHandler = async ({ payload }) => {
          seen.push(payload.credential);
          return outcomes.shift() ?? COMPLETED;
        };
        const consumer = await engine.queue.consume(handler);
        const job = commandJob('192.0.2.1', { credential, enable: true, sealedSecret: 'sealed' });
        const { id } = await engine.queue.enqueue(job);
        const record = await engine.queue.waitUntilFinished(id, PATIENT_MS);
        expect(seen).toEqual([credential, credential]);
        expect(record?.payload.credential).toEqual({ ...credential, sealedPassword: '' });
        expect(record?.payload).toMatchObject({ sealedSecret: '' });
        await consumer.close(0);
        await engine.replace({ resultTtlMs: 60_000 });
      }
    });

    it('is forgotten when its time is over', async () => {
      await engine.replace({ resultTtlMs: 1_000 });
      await engine.consume(async () => COMPLETED);
      const { id } = await engine.queue.enqueue(commandJob());
      // Who comes late does not find it any more.
      const record = await engine.queue.waitUntilFinished(id, PATIENT_MS);
      expect([undefined, 'COMPLETE']).toContain(record?.status);
      await eventually(async () => (await engine.queue.get(id)) === undefined);
    });

    it('is not known by an id that is none, or that nobody gave', async () => {
      expect(await engine.queue.get('no-id')).toBeUndefined();
      expect(await engine.queue.get('0193f2a4-5b6c-8d7e-8f90-00000a1b2c3d')).toBeUndefined();
      expect(await engine.queue.waitUntilFinished('0193f2a4-5b6c-8d7e-8f90-00000a1b2c3d', PATIENT_MS)).toBeUndefined();
    });
  });

  describe('limits', () => {
    const RESULT_TTL_MS = 60_000;

    it('refuse the job of a device that has too many, until one of them has ended', async () => {
      await engine.replace({ resultTtlMs: RESULT_TTL_MS, maxQueueDepthPerDevice: 3 });
      const { queue } = engine;
      const accepted = await Promise.all(['a', 'a', 'A'].map((host) => queue.enqueue(commandJob(host))));
      await expect(queue.enqueue(commandJob('a'))).rejects.toThrow(DeviceQueueFullError);
      await expect(queue.enqueue(commandJob('a'))).rejects.toThrow('device a:22 has 3 unfinished jobs already');
      await queue.enqueue(commandJob('b'));
      await engine.consume(async ({ id }) =>
        id === accepted[1]?.id ? { kind: 'failed', failure: FAILURE } : COMPLETED,
      );
      for (const { id } of accepted) await queue.waitUntilFinished(id, PATIENT_MS);
      for (let index = 0; index < 10; index++) {
        const { id } = await eventually(() => queue.enqueue(commandJob('a')).catch(() => undefined));
        await queue.waitUntilFinished(id, PATIENT_MS);
      }
    });

    it('refuse every job when there are too many in all', async () => {
      await engine.replace({ resultTtlMs: RESULT_TTL_MS, maxQueueDepth: 5 });
      const { queue } = engine;
      const hosts = Array.from({ length: 20 }, (_, index) => `r${index}`);
      const settled = await Promise.allSettled(hosts.map((host) => queue.enqueue(commandJob(host))));
      const refused = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
      expect(refused).toHaveLength(15);
      expect(refused[0]).toBeInstanceOf(QueueFullError);
      await engine.consume(async () => COMPLETED);
      await eventually(() => queue.enqueue(commandJob()).catch(() => undefined));
    });
  });

  describe('waiting', () => {
    it('gives the job as it stands when the time is over', async () => {
      const { id } = await engine.queue.enqueue(commandJob());
      expect(await engine.queue.waitUntilFinished(id, 20)).toMatchObject({ id, status: 'QUEUED' });
    });

    it('gives a job that has finished at once', async () => {
      const record = await run(async () => COMPLETED);
      expect(await engine.queue.waitUntilFinished(record?.id ?? '', 0)).toEqual(record);
    });

    it('gives a job that has ended before the wait for it began, to who knows it from its order', async () => {
      await run(async () => COMPLETED);
      const known = await engine.queue.enqueue(commandJob());
      await eventually(async () => (await engine.queue.get(known.id))?.status === 'COMPLETE');
      expect(await engine.queue.waitUntilFinished(known.id, PATIENT_MS, known)).toEqual(
        await engine.queue.get(known.id),
      );
    });

    it('wakes everybody who waits for the job', async () => {
      const { id } = await engine.queue.enqueue(commandJob());
      const waits = Array.from({ length: 10 }, () => engine.queue.waitUntilFinished(id, PATIENT_MS));
      await engine.consume(async () => COMPLETED);
      expect((await Promise.all(waits)).map((record) => record?.status)).toEqual(Array(10).fill('COMPLETE'));
    });
  });

  describe('closing the consumer', () => {
    it('waits for what is under way', async () => {
      let finish = (): void => undefined;
      let hasBegun = false;
      const consumer = await engine.consume(async (delivery) => {
        delivery.begin();
        hasBegun = true;
        await new Promise<void>((resolve) => (finish = resolve));
        return COMPLETED;
      });
      const { id } = await engine.queue.enqueue(commandJob());
      await eventually(() => hasBegun);
      const closed = consumer.close(60_000);
      finish();
      await closed;
      expect(await engine.queue.get(id)).toMatchObject({ status: 'COMPLETE' });
    });

    it('hands back at once what has not begun', async () => {
      const reasons: unknown[] = [];
      const consumer = await engine.consume(async ({ signal }) => {
        await once(signal, 'abort').then((event) => reasons.push(event));
        return { kind: 'handed_back' };
      });
      const { id } = await engine.queue.enqueue(commandJob());
      await eventually(async () => (await engine.queue.get(id)) !== undefined);
      await consumer.close(60_000);
      expect(await engine.queue.get(id)).toMatchObject({ status: 'QUEUED', attempts: 0 });
    });

    it('aborts what is under way when the grace is over, and counts no try for it', async () => {
      let hasBegun = false;
      const consumer = await engine.consume(async (delivery) => {
        delivery.begin();
        hasBegun = true;
        await once(delivery.signal, 'abort');
        return { kind: 'handed_back' };
      });
      const { id } = await engine.queue.enqueue(commandJob());
      await eventually(() => hasBegun);
      await consumer.close(10);
      expect(await engine.queue.get(id)).toMatchObject({ status: 'QUEUED', attempts: 0 });
    });

    it('takes no further job', async () => {
      const delivered: string[] = [];
      const consumer = await engine.consume(async ({ id }) => {
        delivered.push(id);
        return COMPLETED;
      });
      await consumer.close(0);
      const { id } = await engine.queue.enqueue(commandJob());
      expect(await engine.queue.waitUntilFinished(id, 50)).toMatchObject({ status: 'QUEUED' });
      expect(delivered).toEqual([]);
    });
  });

  it('refuses a second consumer', async () => {
    await engine.consume(async () => COMPLETED);
    await expect(engine.queue.consume(async () => COMPLETED)).rejects.toThrow('already');
  });

  it('runs many jobs of many devices, each once', async () => {
    const runs = new Map<string, number>();
    await engine.consume(async (delivery) => {
      delivery.begin();
      runs.set(delivery.id, (runs.get(delivery.id) ?? 0) + 1);
      return COMPLETED;
    });
    const jobs = Array.from({ length: 500 }, (_, index) => engine.queue.enqueue(commandJob(`192.0.2.${index % 50}`)));
    const ids = (await Promise.all(jobs)).map(({ id }) => id);
    const records = await Promise.all(ids.map((id) => engine.queue.waitUntilFinished(id, PATIENT_MS)));
    expect(new Set(records.map((record) => record?.status))).toEqual(new Set(['COMPLETE']));
    expect([...runs.values()]).toEqual(Array(500).fill(1));
  });
}
