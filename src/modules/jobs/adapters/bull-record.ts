import type Bull from 'bull';
import { statusOfEnd, type JobFailure, type JobPayload, type JobRecord, type JobStatus } from '../job.types.js';
import { withoutSecrets } from '../job-payload.js';
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

/** What changes while a job lives, and the time of its creation, which each job has. */
const STATE_FIELDS = ['timestamp', 'finishedOn', 'returnvalue', 'failedReason', 'progress', 'opts'] as const;
const ALL_FIELDS = [...STATE_FIELDS, 'data'] as const;

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

type Fields = Readonly<Partial<Record<(typeof ALL_FIELDS)[number], string | null>>>;

function unfinishedStatus(isActive: boolean, isAborted: boolean): JobStatus {
  if (isAborted) return 'ABORTING';
  return isActive ? 'ACTIVE' : 'QUEUED';
}

function payloadOf(data: string | null | undefined, known: JobRecord | undefined): JobPayload {
  return known === undefined ? (JSON.parse(data ?? '') as JobPayload) : withoutSecrets(known.payload);
}

/**
 * Reads a job in one round trip. Bull writes `finishedOn` when a job ends, and `returnvalue` only when it ends well; a
 * `failedReason` alone says nothing, since each parking leaves one.
 * @param known the job as it was seen before: its payload, which never changes, is not read again
 */
export async function readRecord(
  queue: Bull.Queue<JobPayload>,
  id: string,
  known?: JobRecord,
): Promise<JobRecord | undefined> {
  const names = known === undefined ? ALL_FIELDS : STATE_FIELDS;
  const values = await queue.client.hmget(queue.toKey(id), ...names);
  const { timestamp, finishedOn, returnvalue, failedReason, progress, opts, data }: Fields = Object.fromEntries(
    names.map((name, index) => [name, values[index]]),
  );
  if (timestamp == null) return undefined;
  const { attempts, ...state } = progressOf(JSON.parse(progress ?? '0'));
  const { isAborted, isIrreversible } = flagsOf(JSON.parse(opts ?? '{}') as object);
  const isOver = finishedOn != null;
  const failure = isOver && returnvalue == null ? failureOf(failedReason ?? '') : null;
  return {
    id,
    status: isOver ? statusOfEnd(failure) : unfinishedStatus(state.active, isAborted),
    payload: payloadOf(data, known),
    attempts,
    createdAt: Number(timestamp),
    finishedAt: isOver ? Number(finishedOn) : null,
    failure,
    isIrreversible,
  };
}
