import { isSameCaller, type CallerIdentity } from '../auth/caller.types.js';
import { deviceKey } from './partition.js';
import type { JobRecord, JobStatus } from './job.types.js';

/** Which jobs, the newest first. */
export interface JobListQuery {
  readonly status?: JobStatus;
  /** As `deviceKey` gives it. */
  readonly device?: string;
  /** Whose; everybody's without. */
  readonly owner?: CallerIdentity;
  /** Accepted at this time or later, in milliseconds since the epoch. */
  readonly since?: number;
  /** Older than the job of this id: the `next` of the page before. */
  readonly before?: string;
  readonly limit: number;
}

export interface JobPage {
  readonly jobs: readonly JobRecord[];
  /** Where the next page begins; `null` on the last one. A page that is not full may have one: it looked at enough. */
  readonly next: string | null;
}

/** Where the jobs of a page come from. */
export interface JobSource {
  /** Ids of jobs older than `before`, the newest first; fewer than `count` only where there are no more. */
  readonly olderThan: (before: string | undefined, count: number) => Promise<readonly string[]>;
  readonly read: (id: string) => Promise<JobRecord | undefined>;
}

/** Jobs looked at for one page at most, whether they fit or not. */
const MOST_LOOKS = 1_000;
const AT_A_TIME = 100;

/** Gathers one page, at a cost that does not grow with the number of jobs. */
export async function listPage(query: JobListQuery, source: JobSource): Promise<JobPage> {
  const jobs: JobRecord[] = [];
  let before = query.before;
  for (let looks = 0; looks < MOST_LOOKS; looks += AT_A_TIME) {
    const ids = await source.olderThan(before, AT_A_TIME);
    const records = await Promise.all(ids.map((id) => source.read(id)));
    for (const [index, record] of records.entries()) {
      before = ids[index];
      if (record === undefined || !fits(record, query)) continue;
      jobs.push(record);
      if (jobs.length === query.limit) return { jobs, next: before ?? null };
    }
    if (ids.length < AT_A_TIME) return { jobs, next: null };
  }
  return { jobs, next: before ?? null };
}

function fits(record: JobRecord, { status, device, owner, since }: JobListQuery): boolean {
  if (status !== undefined && record.status !== status) return false;
  if (device !== undefined && deviceKey(record.payload.device) !== device) return false;
  if (owner !== undefined && !isSameCaller(record.payload.caller, owner)) return false;
  return since === undefined || record.createdAt >= since;
}
