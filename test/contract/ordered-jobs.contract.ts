import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { JobOutcome } from '../../src/modules/jobs/job-queue.port.js';
import { eventually } from '../support/eventually.js';
import { commandJob } from '../support/job-payloads.js';
import { useEngine, type OpenEngine } from './job-engine.js';

const COMPLETED: JobOutcome = { kind: 'completed' };

/** In what order every `JobQueue` delivers the jobs of a device. */
export function itKeepsJobsInOrder(open: OpenEngine): void {
  describe('jobs of one device', () => {
    const engine = useEngine(open);

    it('are delivered in the order of arrival', async () => {
      const accepted: string[] = [];
      for (let index = 0; index < 20; index++) accepted.push((await engine.queue.enqueue(commandJob())).id);
      const delivered: string[] = [];
      await engine.consume(async ({ id }) => {
        delivered.push(id);
        return COMPLETED;
      });
      await eventually(() => delivered.length === 20);
      expect(delivered).toEqual(accepted);
    });

    it('are delivered in that order however busy the worker is, while others end, come back and wait', async () => {
      const delivered: string[] = [];
      await engine.consume(async ({ id, begin, attempts, waitingSince }) => {
        if (attempts === 0 && waitingSince === null) delivered.push(id);
        const busyUntil = performance.now() + 2 * Math.random();
        await delay(4 * Math.random());
        while (performance.now() < busyUntil);
        if (attempts === 0 && Math.random() < 0.2) {
          begin();
          return { kind: 'retry', delayMs: 20 };
        }
        return COMPLETED;
      });
      // Redis has to know the scripts: orders that are given at a time have no order while it learns them.
      const orders = [engine.queue.enqueue(commandJob())];
      await eventually(() => delivered.length === 1);
      for (let round = 0; round < 200; round++) {
        for (let left = 4 * Math.random(); left > 0; left--) orders.push(engine.queue.enqueue(commandJob()));
        await delay(3 * Math.random());
      }
      const accepted = (await Promise.all(orders)).map(({ id }) => id);
      await eventually(() => delivered.length === accepted.length);
      expect(delivered).toEqual(accepted);
    });

    it('are all delivered while the first is still waiting', async () => {
      const delivered: string[] = [];
      await engine.consume(async ({ id, signal }) => {
        delivered.push(id);
        await once(signal, 'abort');
        return { kind: 'handed_back' };
      });
      for (let index = 0; index < 5; index++) await engine.queue.enqueue(commandJob());
      await eventually(() => delivered.length === 5);
    });
  });
}
