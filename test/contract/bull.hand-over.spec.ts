import { setTimeout as delay } from 'node:timers/promises';
import type { JobDelivery, JobHandler, JobOutcome } from '../../src/modules/jobs/job-queue.port.js';
import { DeviceGate } from '../../src/modules/jobs/worker/device-gate.js';
import { eventually } from '../support/eventually.js';
import { commandJob } from '../support/job-payloads.js';
import { startRedisJobs, type RedisJobs } from '../support/redis-jobs.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';

const HAND_OVERS = 4;
/** Few, so that some jobs wait in memory and others are parked. */
const SEATS = { perDevice: 6, perPartition: 20 };
/** Jobs of a device: more than there are seats. */
const MOST_WAITING = 100;
const HOSTS = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'] as const;

describeWith(['redis-server'], 'jobs of a device that several workers have one after the other', () => {
  let redis: RedisServer;
  let controller: RedisJobs;
  const opened: RedisJobs[] = [];
  const started: { host: string; id: string }[] = [];

  beforeAll(async () => {
    redis = await RedisServer.start();
    controller = await open();
  });

  afterAll(async () => {
    for (const jobs of opened) await jobs.close();
    await redis.remove();
  });

  async function open(): Promise<RedisJobs> {
    const jobs = await startRedisJobs(redis.settings, { partitions: 4 });
    opened.push(jobs);
    return jobs;
  }

  /** Runs jobs as a worker does, one at a time at the device. */
  function handler(): JobHandler {
    const gate = new DeviceGate(SEATS);
    return async (delivery) => {
      try {
        return await inTurn(gate, delivery);
      } catch {
        return { kind: 'handed_back' };
      }
    };
  }

  async function inTurn(gate: DeviceGate, delivery: JobDelivery): Promise<JobOutcome> {
    const { id, payload, waitingSince, signal } = delivery;
    const visit = { id, partition: 0, maxInside: 1, waitingSince, maxWaitMs: payload.maxQueueWaitMs, signal };
    const admission = await gate.enter(payload.device.host, visit);
    if (admission.kind === 'parked') return admission;
    try {
      signal.throwIfAborted();
      delivery.begin();
      started.push({ host: payload.device.host, id });
      await delay(30 * Math.random());
      return { kind: 'completed' };
    } finally {
      admission.leave();
    }
  }

  /** Queues jobs for one device until `isOver`, no faster than a slow machine runs them; gives them in their order. */
  async function feed(host: string, isOver: () => boolean): Promise<string[]> {
    const orders: Promise<{ id: string }>[] = [];
    const isFarAhead = (): boolean => orders.length > started.filter((one) => one.host === host).length + MOST_WAITING;
    while (!isOver()) {
      for (let left = 3 * Math.random(); left > 0 && !isFarAhead(); left--)
        orders.push(controller.queue.enqueue(commandJob(host)));
      await delay(40 * Math.random());
    }
    return (await Promise.all(orders)).map(({ id }) => id);
  }

  it('start in the order they came', async () => {
    // Redis has to know the scripts: orders that are given at a time have no order while it learns them.
    await controller.queue.enqueue(commandJob('another'));
    let isOver = false;
    const feeding = HOSTS.map((host) => feed(host, () => isOver));
    let worker = await (await open()).queue.consume(handler());
    for (let round = 0; round < HAND_OVERS; round++) {
      const before = started.length;
      await eventually(() => started.length > before + 60);
      const next = await (await open()).queue.consume(handler());
      await eventually(() => started.length > before + 120);
      await worker.close(1_000);
      worker = next;
    }
    isOver = true;
    const accepted = await Promise.all(feeding);
    await eventually(() => started.length > accepted.flat().length);
    await worker.close(1_000);
    for (const [index, host] of HOSTS.entries())
      expect(started.filter((one) => one.host === host).map(({ id }) => id)).toEqual(accepted[index]);
  }, 300_000);
});
