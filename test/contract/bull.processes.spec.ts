import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { JobConsumer, JobHandler } from '../../src/modules/jobs/job-queue.port.js';
import { JobAbortedError } from '../../src/modules/jobs/jobs.errors.js';
import { compiledFile } from '../support/compiled.js';
import { eventually } from '../support/eventually.js';
import { commandJob } from '../support/job-payloads.js';
import { startRedisJobs, type RedisJobs } from '../support/redis-jobs.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';

const PATIENT_MS = 40_000;
const complete: JobHandler = async (delivery) => {
  delivery.begin();
  return { kind: 'completed' };
};

describeWith(['redis-server'], 'BullJobQueue in several processes', () => {
  let redis: RedisServer;
  let controller: RedisJobs;
  let worker: RedisJobs;
  let consumers: JobConsumer[];

  beforeAll(async () => {
    redis = await RedisServer.start();
  });

  beforeEach(async () => {
    consumers = [];
    controller = await startRedisJobs(redis.settings);
    worker = await startRedisJobs(redis.settings);
    await controller.redis.commands.flushall();
  });

  afterEach(async () => {
    for (const consumer of consumers) await consumer.close(0);
    await worker.close();
    await controller.close();
  });

  afterAll(() => redis.remove());

  it('wakes a waiter whose job another process finished', async () => {
    const { id } = await controller.queue.enqueue(commandJob());
    const waiting = controller.queue.waitUntilFinished(id, PATIENT_MS);
    consumers.push(await worker.queue.consume(complete));
    expect(await waiting).toMatchObject({ status: 'COMPLETE', attempts: 1 });
  });

  it('opens no blocking connection where no job is run', async () => {
    await controller.queue.enqueue(commandJob());
    const clients = String(await controller.redis.commands.client('LIST'));
    expect(clients).not.toMatch(/cmd=(brpoplpush|blmove)/i);
  });

  it('hands the jobs of a closing worker to another, in their order and with no try counted', async () => {
    const taken: string[] = [];
    const first = await worker.queue.consume(async ({ id, signal }) => {
      taken.push(id);
      await once(signal, 'abort');
      return { kind: 'handed_back' };
    });
    const accepted: string[] = [];
    for (let index = 0; index < 30; index++) accepted.push((await controller.queue.enqueue(commandJob())).id);
    await eventually(() => taken.length === 30);
    await first.close(60_000);

    const delivered: [string, number][] = [];
    consumers.push(
      await controller.queue.consume(async ({ id, attempts }) => {
        delivered.push([id, attempts]);
        return { kind: 'completed' };
      }),
    );
    await eventually(() => delivered.length === 30);
    expect(delivered).toEqual(accepted.map((id) => [id, 0]));
  });

  it('hands on the jobs of a worker that was killed', async () => {
    const { child, begun } = await startStuckWorker();

    const jobs = Array.from({ length: 200 }, (_, index) =>
      controller.queue.enqueue(commandJob(`192.0.2.${index % 20}`)),
    );
    const ids = (await Promise.all(jobs)).map(({ id }) => id);
    await eventually(() => begun.size === 200);
    await kill(child);

    consumers.push(await worker.queue.consume(complete));
    const records = await Promise.all(ids.map((id) => controller.queue.waitUntilFinished(id, PATIENT_MS)));
    expect(new Set(records.map((record) => `${record?.status} ${record?.attempts}`))).toEqual(new Set(['COMPLETE 2']));
  });

  it('never hands on a job that must not be run again: it ends with its worker', async () => {
    const { child, begun } = await startStuckWorker('irreversible');
    const { id } = await controller.queue.enqueue(commandJob());
    await eventually(() => begun.has(id));
    await kill(child);

    let deliveries = 0;
    consumers.push(
      await worker.queue.consume(async () => {
        deliveries++;
        return { kind: 'completed' };
      }),
    );
    const record = await controller.queue.waitUntilFinished(id, PATIENT_MS);
    expect(record).toMatchObject({ status: 'FAILED', attempts: 1, isIrreversible: true });
    expect(record?.failure).toMatchObject({ type: 'unknown_outcome', stage: 'config' });
    expect(deliveries).toBe(0);
  });

  it('aborts a job that another process runs', async () => {
    const reasons: unknown[] = [];
    consumers.push(
      await worker.queue.consume(async (delivery) => {
        delivery.begin();
        await once(delivery.signal, 'abort');
        reasons.push(delivery.signal.reason);
        return { kind: 'handed_back' };
      }),
    );
    const { id } = await controller.queue.enqueue(commandJob());
    await eventually(async () => (await controller.queue.get(id))?.status === 'ACTIVE');
    expect((await controller.queue.cancel(id))?.status).toMatch(/^ABORT/);
    expect(await controller.queue.waitUntilFinished(id, PATIENT_MS)).toMatchObject({ status: 'ABORTED', attempts: 1 });
    expect(reasons).toEqual([expect.any(JobAbortedError)]);
  });

  it('aborts a job whose worker was killed', async () => {
    const { child, begun } = await startStuckWorker();
    const { id } = await controller.queue.enqueue(commandJob());
    await eventually(() => begun.has(id));
    await kill(child);
    expect(await controller.queue.cancel(id)).toMatchObject({ status: 'ABORTING' });
    consumers.push(await worker.queue.consume(complete));
    expect(await controller.queue.waitUntilFinished(id, PATIENT_MS)).toMatchObject({ status: 'ABORTED' });
  });

  async function startStuckWorker(...args: string[]): Promise<{ child: ChildProcess; begun: Set<string> }> {
    const file = await compiledFile('test/support/stuck-consumer.main.ts');
    const stdio = ['ignore', 'pipe', 'inherit'] as const;
    const child = spawn(process.execPath, [file, String(redis.port), ...args], { stdio: [...stdio] });
    const begun = new Set<string>();
    if (child.stdout !== null) createInterface({ input: child.stdout }).on('line', (id) => begun.add(id));
    return { child, begun };
  }
});

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}
