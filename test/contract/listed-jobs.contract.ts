import type { JobListQuery } from '../../src/modules/jobs/job-listing.js';
import { eventually } from '../support/eventually.js';
import { commandJob } from '../support/job-payloads.js';
import { useEngine, type OpenEngine } from './job-engine.js';

const PATIENT_MS = 20_000;

/** What every `JobQueue` shows of its jobs. */
export function itListsJobs(open: OpenEngine): void {
  describe('the list of jobs', () => {
    const engine = useEngine(open);

    async function accept(count: number, host?: string): Promise<string[]> {
      const ids: string[] = [];
      for (let index = 0; index < count; index++) {
        ids.push((await engine.queue.enqueue(commandJob(host ?? `192.0.2.${index % 7}`))).id);
      }
      await eventually(async () => (await engine.queue.list({ limit: 1 })).jobs[0]?.id === ids.at(-1));
      return ids;
    }

    async function listAll(query: Omit<JobListQuery, 'limit'>, limit = 200): Promise<{ ids: string[]; pages: number }> {
      const ids: string[] = [];
      for (let pages = 1, before: string | undefined; ; pages++) {
        const page = await engine.queue.list({ ...query, limit, ...(before === undefined ? {} : { before }) });
        expect(page.jobs.length).toBeLessThanOrEqual(limit);
        ids.push(...page.jobs.map(({ id }) => id));
        if (page.next === null) return { ids, pages };
        before = page.next;
      }
    }

    it('is empty where there are none', async () => {
      expect(await engine.queue.list({ limit: 10 })).toEqual({ jobs: [], next: null });
      expect(await engine.queue.list({ limit: 10, device: 'r1:22' })).toEqual({ jobs: [], next: null });
    });

    it('holds every job once, the newest first, page by page', async () => {
      const ids = await accept(25);
      expect(await listAll({})).toEqual({ ids: [...ids].reverse(), pages: 1 });
      expect(await listAll({}, 10)).toEqual({ ids: [...ids].reverse(), pages: 3 });
      const [first] = (await engine.queue.list({ limit: 1 })).jobs;
      expect(first).toEqual(await engine.queue.get(ids.at(-1) ?? ''));
    });

    it('goes on where it was although jobs come meanwhile', async () => {
      const ids = await accept(10);
      const { next } = await engine.queue.list({ limit: 4 });
      await accept(5);
      const page = await engine.queue.list({ limit: 100, before: next ?? '' });
      expect(page.jobs.map(({ id }) => id)).toEqual([...ids].reverse().slice(4));
    });

    it('holds a job that was accepted behind one with a younger id', async () => {
      const old = engine.queue.newId(commandJob().device);
      const [young = ''] = await accept(1);
      await engine.queue.enqueue(commandJob(), old);
      await eventually(async () => (await engine.queue.list({ limit: 10 })).jobs.length === 2);
      expect((await listAll({}, 1)).ids).toEqual([young, old]);
    });

    it('tells jobs apart by state, device and age', async () => {
      const [quick] = await accept(1, '198.51.100.1');
      const consumer = await engine.consume(async () => ({ kind: 'completed' }));
      await engine.queue.waitUntilFinished(quick ?? '', PATIENT_MS);
      await consumer.close(0);
      const others = await accept(8);
      const aborted = others[0] ?? '';
      await engine.queue.cancel(aborted);
      expect((await listAll({ status: 'COMPLETE' })).ids).toEqual([quick]);
      expect((await listAll({ status: 'ABORTED' })).ids).toEqual([aborted]);
      expect((await listAll({ status: 'QUEUED' })).ids).toEqual(others.slice(1).reverse());
      expect((await listAll({ device: '198.51.100.1:22' })).ids).toEqual([quick]);
      expect((await listAll({ device: '192.0.2.0:22' })).ids).toEqual([others[7], others[0]]);
      expect((await listAll({ device: '192.0.2.0:22', status: 'QUEUED' })).ids).toEqual([others[7]]);
      expect((await listAll({ since: Date.now() + 60_000 })).ids).toEqual([]);
      const { createdAt } = (await engine.queue.get(others[3] ?? '')) ?? { createdAt: 0 };
      const { ids } = await listAll({ since: createdAt });
      expect(ids.slice(0, 5)).toEqual(others.slice(3).reverse());
    });

    it('looks at a bounded number of jobs for a page, and says where to go on', async () => {
      await Promise.all(
        Array.from({ length: 1_500 }, (_, index) => engine.queue.enqueue(commandJob(`192.0.2.${index % 7}`))),
      );
      await eventually(async () => (await listAll({ status: 'QUEUED' })).ids.length === 1_500);
      const page = await engine.queue.list({ status: 'FAILED', limit: 10 });
      expect(page.jobs).toEqual([]);
      expect(page.next).not.toBeNull();
      const { ids, pages } = await listAll({ status: 'FAILED' });
      expect([ids, pages]).toEqual([[], 2]);
    });
  });

  describe('the list of jobs that are kept for a short time', () => {
    const engine = useEngine(open);

    it('holds none that is gone', async () => {
      await engine.replace({ resultTtlMs: 50 });
      const { id } = await engine.queue.enqueue(commandJob());
      await engine.consume(async () => ({ kind: 'completed' }));
      await engine.queue.waitUntilFinished(id, PATIENT_MS);
      await eventually(async () => (await engine.queue.list({ limit: 10 })).jobs.length === 0);
    });
  });
}
