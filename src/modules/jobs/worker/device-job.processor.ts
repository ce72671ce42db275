import type { DeviceSlots } from '../../devices/device-slots.port.js';
import { SessionAbortedError } from '../../devices/devices.errors.js';
import { StateUnavailableError } from '../../state/state.errors.js';
import { DeviceUnreachableError } from '../guard/guard.errors.js';
import { guardedCredential } from '../guard/guarded-credential.js';
import type { LoginAttempt } from '../guard/login-attempt.js';
import type { LoginGuard } from '../guard/login-guard.js';
import { toJobFailure } from '../job-failure.js';
import { partitionOfJobId } from '../job-id.js';
import type { JobDelivery, JobOutcome } from '../job-queue.port.js';
import type { JobFailure, JobPayload, JobResult } from '../job.types.js';
import { JobAbortedError, JobTakenOverError, QueueUnavailableError } from '../jobs.errors.js';
import { deviceKey } from '../partition.js';
import { checkAccess } from './check-access.js';
import { checkPayload } from './check-payload.js';
import type { DeviceGate } from './device-gate.js';
import type { Admission } from './device-line.js';
import type { DeviceWork } from './device-work.js';
import type { FifoSemaphore, Release } from './fifo-semaphore.js';
import type { JobFeed } from './job-feed.js';
import type { JobMeter } from './job-meter.js';
import type { JobResults } from './job-results.js';
import { maxSessionsOf } from './max-sessions.js';
import { retryDelayMs } from './retry-policy.js';

/** Wait before a job is run again whose result could not be stored. */
const UNSTORED_DELAY_MS = 1_000;

/** What a job has to pass before it runs. */
export interface JobLimits {
  /** Jobs at one device. */
  readonly gate: DeviceGate;
  /** Log-ins at devices and with credentials that failed lately. */
  readonly guard: LoginGuard;
  /** Jobs that run in this process; one that waits at the gate does not count. */
  readonly slots: FifoSemaphore;
  /** Sessions at one device, over all workers. */
  readonly sessions: DeviceSlots;
  /** Sessions at a device that says nothing else. */
  readonly maxSessionsPerDevice: number;
}

/** Runs jobs: waits for the device, has the work done, stores what came back. */
export class DeviceJobProcessor {
  readonly #work: DeviceWork;
  readonly #results: JobResults;
  readonly #limits: JobLimits;
  readonly #feed: JobFeed;
  readonly #meter: JobMeter;

  constructor(work: DeviceWork, results: JobResults, limits: JobLimits, feed: JobFeed, meter: JobMeter) {
    this.#work = work;
    this.#results = results;
    this.#limits = limits;
    this.#feed = feed;
    this.#meter = meter;
  }

  /** A `JobHandler`. */
  async process(delivery: JobDelivery): Promise<JobOutcome> {
    let attempts = delivery.attempts;
    const begin = (): void => {
      attempts++;
      delivery.begin();
      this.#feed.changed(delivery.id);
    };
    try {
      checkPayload(delivery.payload);
      checkAccess(delivery.payload);
      const nothing = resultOfNothing(delivery.payload);
      if (nothing === undefined) return await this.#inTurn(delivery, begin);
      begin();
      return await this.#results.store(delivery, nothing, Date.now());
    } catch (error) {
      return outcomeOf(error, delivery, attempts);
    }
  }

  /** Runs a job when its device and this process have room for it, and stores what it brought once the device is free again. */
  async #inTurn(delivery: JobDelivery, begin: () => void): Promise<JobOutcome> {
    const arrivedAt = delivery.waitingSince ?? Date.now();
    const admission = await this.#enter(delivery);
    if (admission.kind === 'parked') return { kind: 'parked', place: admission.place };
    const atDevice: Release[] = [admission.leave];
    const freeDevice = (): void => atDevice.splice(0).forEach((release) => release());
    let release: Release | undefined;
    try {
      const login = await this.#admit(delivery, arrivedAt);
      atDevice.unshift(() => login.dropped());
      atDevice.unshift(await this.#takeSession(delivery, arrivedAt));
      release = await this.#limits.slots.acquire(delivery.signal);
      begin();
      const begunAt = Date.now();
      const result = await this.#run(delivery, login)
        .finally(freeDevice)
        .finally(() => this.#feed.flush(delivery.id));
      return await this.#results.store(delivery, result, begunAt);
    } finally {
      freeDevice();
      release?.();
    }
  }

  #admit({ payload, signal }: JobDelivery, arrivedAt: number): Promise<LoginAttempt> {
    const login = { credential: guardedCredential(payload.credential), device: deviceKey(payload.device) };
    return this.#limits.guard.admit(login, { signal, maxWaitMs: leftToWait(payload, arrivedAt) });
  }

  async #run(delivery: JobDelivery, login: LoginAttempt): Promise<JobResult> {
    const measured = this.#meter.begin(delivery);
    try {
      return await this.#work.run(delivery, {
        onSession: () => {
          measured.loggedIn();
          login.succeeded();
        },
        onOutput: (command, text) => this.#feed.output(delivery.id, command, text),
      });
    } catch (error) {
      login.failed(error);
      throw error;
    } finally {
      measured.ended();
    }
  }

  /** Takes a session of the device for a job that is let in; the function it gives gives it back. */
  async #takeSession({ payload, signal }: JobDelivery, arrivedAt: number): Promise<Release> {
    const { device } = payload;
    const maxSessions = maxSessionsOf(device, this.#limits.maxSessionsPerDevice);
    return this.#limits.sessions.take(device, { maxSessions, maxWaitMs: leftToWait(payload, arrivedAt), signal });
  }

  #enter({ id, payload, waitingSince, signal }: JobDelivery): Promise<Admission> {
    return this.#limits.gate.enter(deviceKey(payload.device), {
      id,
      partition: partitionOfJobId(id) ?? 0,
      maxInside: maxSessionsOf(payload.device, this.#limits.maxSessionsPerDevice),
      waitingSince,
      maxWaitMs: payload.maxQueueWaitMs,
      signal,
    });
  }
}

function leftToWait({ maxQueueWaitMs }: JobPayload, arrivedAt: number): number {
  return arrivedAt + maxQueueWaitMs - Date.now();
}

/** What a job brings back that asks nothing of its device; `undefined` for every other one. */
function resultOfNothing(payload: JobPayload): JobResult | undefined {
  if (payload.kind === 'commands') return payload.commands.length === 0 ? { outputs: [] } : undefined;
  return payload.lines.length === 0 ? { transcript: '', outcome: 'not_sent', refused: null, diff: null } : undefined;
}

/** Errors after which the job was not tried: it is run again soon, whatever its tries. */
function isOutage(error: unknown): boolean {
  return error instanceof StateUnavailableError || error instanceof QueueUnavailableError;
}

function outcomeOf(error: unknown, { payload, signal }: JobDelivery, attempts: number): JobOutcome {
  const failure = toJobFailure(error);
  if (signal.reason instanceof JobAbortedError)
    return { kind: 'failed', failure: abortFailure(signal.reason, failure) };
  if (failure.type === 'unknown_outcome') return { kind: 'failed', failure };
  // A session that is refused because the process ends is no try either.
  if (signal.aborted || error instanceof SessionAbortedError || error instanceof JobTakenOverError) {
    return { kind: 'handed_back' };
  }
  if (isOutage(error)) return { kind: 'retry', delayMs: UNSTORED_DELAY_MS };
  const delayMs = retryDelayMs({ type: failure.type, attempts, retries: payload.retries });
  const isFinal = delayMs === null || error instanceof DeviceUnreachableError;
  return isFinal ? { kind: 'failed', failure } : { kind: 'retry', delayMs };
}

/** Says as well what is not known of the device, where that is so. */
function abortFailure(abort: JobAbortedError, failure: JobFailure): JobFailure {
  const aborted = toJobFailure(abort);
  if (failure.type !== 'unknown_outcome') return aborted;
  return { ...aborted, stage: failure.stage, message: `${aborted.message}; ${failure.message}` };
}
