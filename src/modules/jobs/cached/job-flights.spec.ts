import { setImmediate as immediate } from 'node:timers/promises';
import { MemorySharedState } from '../../state/adapters/memory.shared-state.js';
import { StateUnavailableError } from '../../state/state.errors.js';
import type { JobQueue } from '../job-queue.port.js';
import type { JobRecord } from '../job.types.js';
import { JobFlights } from './job-flights.js';

const KEY = 'same';
const LASTS_MS = 60_000;

describe('JobFlights', () => {
  let jobs: Map<string, JobRecord>;
  let state: MemorySharedState;
  let flights: JobFlights;

  beforeEach(() => {
    jobs = new Map();
    state = new MemorySharedState();
    flights = new JobFlights(state, { get: (id: string) => Promise.resolve(jobs.get(id)) } as JobQueue);
  });

  function queue(id: string, status: JobRecord['status'] = 'QUEUED'): JobRecord {
    const record = { id, status } as JobRecord;
    jobs.set(id, record);
    return record;
  }

  function join(jobId: string, start = () => Promise.resolve(queue(jobId))): Promise<JobRecord | undefined> {
    return flights.join({ key: KEY, lastsMs: LASTS_MS, jobId }, start);
  }

  it('have one job queued for all who want the same', async () => {
    const records = await Promise.all(['a', 'b', 'c'].map((id) => join(id)));
    expect(records.map((record) => record?.id)).toEqual(['a', 'a', 'a']);
  });

  it('queue another once that has ended', async () => {
    await join('a');
    queue('a', 'COMPLETE');
    expect(await join('b')).toBeUndefined();
    expect((await join('b'))?.id).toBe('b');
  });

  it('go on with one job when whoever came first died before it queued its own', async () => {
    await state.claim(`flight:${KEY}`, 'dead', LASTS_MS);
    const slowly = async (id: string): Promise<JobRecord> => {
      for (let turn = 0; turn < 10; turn++) await immediate();
      return queue(id);
    };
    const records = await Promise.all(['a', 'b', 'c'].map((id) => join(id, () => slowly(id))));
    expect([...jobs.keys()]).toEqual([records[0]?.id]);
    expect(new Set(records.map((record) => record?.id)).size).toBe(1);
    expect((await join('d'))?.id).toBe(records[0]?.id);
  });

  it('leave the place to the next when a job is refused', async () => {
    await expect(join('a', () => Promise.reject(new Error('the queue is full')))).rejects.toThrow('the queue is full');
    expect((await join('b'))?.id).toBe('b');
  });

  it('queue a job each while the store is away', async () => {
    jest.spyOn(state, 'claim').mockRejectedValue(new StateUnavailableError('Redis is away'));
    expect((await join('a'))?.id).toBe('a');
    expect((await join('b'))?.id).toBe('b');
  });
});
