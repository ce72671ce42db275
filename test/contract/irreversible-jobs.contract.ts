import { once } from 'node:events';
import type { JobOutcome } from '../../src/modules/jobs/job-queue.port.js';
import { eventually } from '../support/eventually.js';
import { commandJob } from '../support/job-payloads.js';
import { useEngine, type OpenEngine } from './job-engine.js';

const COMPLETED: JobOutcome = { kind: 'completed' };
const PATIENT_MS = 20_000;

/** What every `JobQueue` does with jobs that must not be run twice. */
export function itNeverRepeatsIrreversibleJobs(open: OpenEngine): void {
  describe('a job whose handler forbade to repeat it', () => {
    const engine = useEngine(open);

    it.each<JobOutcome>([{ kind: 'retry', delayMs: 0 }, { kind: 'handed_back' }])(
      'is not delivered again after $kind: nobody knows what became of it',
      async (outcome) => {
        let deliveries = 0;
        await engine.consume(async (delivery) => {
          deliveries++;
          delivery.begin();
          await delivery.forbidRepeat();
          return outcome;
        });
        const { id } = await engine.queue.enqueue(commandJob());
        const record = await engine.queue.waitUntilFinished(id, PATIENT_MS);
        expect(record).toMatchObject({ status: 'FAILED', attempts: 1, isIrreversible: true });
        expect(record?.failure).toMatchObject({ type: 'unknown_outcome', stage: 'config' });
        expect(deliveries).toBe(1);
      },
    );

    it('is not delivered again when its consumer was closed', async () => {
      let deliveries = 0;
      let hasForbidden = false;
      const consumer = await engine.consume(async (delivery) => {
        deliveries++;
        delivery.begin();
        await delivery.forbidRepeat();
        hasForbidden = true;
        await once(delivery.signal, 'abort');
        return { kind: 'handed_back' };
      });
      const { id } = await engine.queue.enqueue(commandJob());
      await eventually(() => hasForbidden);
      await consumer.close(0);
      expect(await engine.queue.get(id)).toMatchObject({ status: 'FAILED', failure: { type: 'unknown_outcome' } });
      expect(deliveries).toBe(1);
    });

    it('ends as its handler says, where the handler knows', async () => {
      await engine.consume(async (delivery) => {
        delivery.begin();
        await delivery.forbidRepeat();
        await delivery.forbidRepeat();
        return COMPLETED;
      });
      const { id } = await engine.queue.enqueue(commandJob());
      const record = await engine.queue.waitUntilFinished(id, PATIENT_MS);
      expect(record).toMatchObject({ status: 'COMPLETE', isIrreversible: true });
    });

    it('is ABORTED when somebody aborts it, and still marked as one that may have changed its device', async () => {
      let hasForbidden = false;
      await engine.consume(async (delivery) => {
        delivery.begin();
        await delivery.forbidRepeat();
        hasForbidden = true;
        await once(delivery.signal, 'abort');
        return { kind: 'handed_back' };
      });
      const { id } = await engine.queue.enqueue(commandJob());
      await eventually(() => hasForbidden);
      await engine.queue.cancel(id);
      const record = await engine.queue.waitUntilFinished(id, PATIENT_MS);
      expect(record).toMatchObject({ status: 'ABORTED', isIrreversible: true });
    });
  });
}
