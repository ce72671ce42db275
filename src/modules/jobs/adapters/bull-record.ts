import type Bull from 'bull';
import { statusOfEnd, type JobFailure, type JobPayload, type JobRecord, type JobStatus } from '../job.types.js';
import { flagsOf } from './bull-flags.js';

/** What Bull keeps as the progress of a job: our own count of tries. */
export interface JobProgress {
  /** Tries begun so far. */
  readonly attempts: number;
  /** Whether the latest of them is under way. */
  readonly active: boolean;
  /** Since when the job has been waiting, when it was parked. */
  readonly waitingSince: number | null;
}

const NOT_BEGUN: JobProgress = { attempts: 0, active: false, waitingSince: null };

const FIELDS = ['data', 'timestamp', 'finishedOn', 'returnvalue', 'failedReason', 'progress', 'opts'] as const;

export function progressOf(value: unknown): JobProgress {
  const progress = value as Partial<JobProgress> | number | null;
  if (typeof progress !== 'object' || progress === null) return NOT_BEGUN;
  const { attempts = 0, active = false, waitingSince = null } = progress;
  return { attempts, active, waitingSince };
}

/** The failure of a job, from what Bull keeps of it. */
export function failureOf(reason = ''): JobFailure {
  try {
    return JSON.parse(reason) as JobFailure;
  } catch {
    return {
      type: 'other',
      stage: null,
      message: `WorkerLost: its workers ended again and again while they ran the job (${reason})`,
    };
  }
}

type Fields = Record<(typeof FIELDS)[number], string | null>;

function unfinishedStatus(progress: JobProgress, isAborted: boolean): JobStatus {
  if (isAborted) return 'ABORTING';
  return progress.active ? 'ACTIVE' : 'QUEUED';
}

/**
 * Reads a job in one round trip. Bull writes `finishedOn` when a job ends, and `returnvalue` only when it ends well; a
 * `failedReason` alone says nothing, since each parking leaves one.
 */
export async function readRecord(queue: Bull.Queue<JobPayload>, id: string): Promise<JobRecord | undefined> {
  const values = await queue.client.hmget(queue.toKey(id), ...FIELDS);
  const fields = Object.fromEntries(FIELDS.map((field, index) => [field, values[index] ?? null])) as Fields;
  if (fields.data === null) return undefined;
  const progress = progressOf(JSON.parse(fields.progress ?? '0'));
  const { isAborted, isIrreversible } = flagsOf(JSON.parse(fields.opts ?? '{}') as object);
  const { finishedOn, returnvalue, failedReason } = fields;
  const isOver = finishedOn !== null;
  const failure = isOver && returnvalue === null ? failureOf(failedReason ?? '') : null;
  return {
    id,
    status: isOver ? statusOfEnd(failure) : unfinishedStatus(progress, isAborted),
    payload: JSON.parse(fields.data) as JobPayload,
    attempts: progress.attempts,
    createdAt: Number(fields.timestamp),
    finishedAt: isOver ? Number(finishedOn) : null,
    failure,
    isIrreversible,
  };
}
