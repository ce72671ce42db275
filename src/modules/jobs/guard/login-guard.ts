import { setTimeout as delay } from 'node:timers/promises';
import { errorMessage, TomError, type JobStage } from '../../../common/tom-error.js';
import { AuthenticationFailedError, JumpHostError } from '../../devices/devices.errors.js';
import type { SharedState } from '../../state/shared-state.port.js';
import { CircuitBreaker, type BreakerLimits } from './circuit-breaker.js';
import { CredentialLock, type CredentialLockLimits } from './credential-lock.js';
import { refusalKey, type GuardTables } from './guard-tables.js';
import { CredentialParkedError, CredentialUntriedError, DeviceUnreachableError } from './guard.errors.js';
import { FifoSemaphore, type Release } from '../worker/fifo-semaphore.js';
import { LONGEST_TIMER_MS } from '../longest-timer.js';
import type { LoginAttempt } from './login-attempt.js';
import { Trials, type Trial } from './trials.js';

/** Stages of a job that has reached its device. */
const REACHED: ReadonlySet<JobStage> = new Set<JobStage>([
  'host_key',
  'authenticate',
  'prompt',
  'privilege',
  'paging',
  'command',
  'config',
]);
/** How often a job looks whether it is its turn to try a credential that is not proven yet. */
const LOOK_EVERY_MS = 100;

export interface GuardLimits {
  readonly breaker: BreakerLimits;
  readonly credentials: CredentialLockLimits;
}

/** The log-in a job wants. */
export interface WantedLogin {
  /** Of a credential, and of none other: how monitoring shows it. */
  readonly credential: string;
  /** `host:port`. */
  readonly device: string;
}

/** How long a job may wait for its turn to try. */
export interface TurnLimits {
  /** In milliseconds; past it only a job that need not wait is let through. */
  readonly maxWaitMs: number;
  /** Ends the wait. */
  readonly signal: AbortSignal;
}

/**
 * Stands before every log-in: keeps jobs from devices that cannot be reached, and credentials from devices that refuse them. All
 * workers know the same. Costs a job nothing while all is well.
 */
export class LoginGuard {
  readonly #trials: Trials;
  readonly #tables: GuardTables;
  readonly #breaker: CircuitBreaker;
  readonly #lock: CredentialLock;
  readonly #isLockOn: boolean;
  /** Jobs that wait for a credential to succeed. */
  readonly #proving = new Map<string, FifoSemaphore>();

  constructor(state: SharedState, tables: GuardTables, limits: GuardLimits) {
    this.#trials = new Trials(state);
    this.#tables = tables;
    this.#breaker = new CircuitBreaker(limits.breaker);
    this.#lock = new CredentialLock(limits.credentials);
    this.#isLockOn = limits.credentials.cooldownMs > 0;
  }

  /**
   * Leave to log in. Rejects with `DeviceUnreachableError` or `CredentialParkedError`, at once; a credential that has not succeeded yet
   * waits until another one's try of it has ended: too long a wait rejects with `CredentialUntriedError`, the signal with its reason.
   */
  async admit(login: WantedLogin, limits: TurnLimits): Promise<LoginAttempt> {
    const trials: Trial[] = [];
    try {
      await this.#passDevice(login, trials);
      await this.#passCredential(login, trials);
      const leave = this.#isUnproven(login) ? await this.#turnInTime(login, trials, limits) : undefined;
      return this.#attempt(login, () => this.#release(trials, leave));
    } catch (error) {
      this.#release(trials);
      limits.signal.throwIfAborted();
      throw error;
    }
  }

  async #turnInTime(login: WantedLogin, trials: Trial[], { signal, maxWaitMs }: TurnLimits): Promise<Release> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), Math.min(Math.max(maxWaitMs, 0), LONGEST_TIMER_MS)).unref();
    try {
      return await this.#turnToProve(login, trials, AbortSignal.any([signal, late.signal]));
    } catch (error) {
      throw late.signal.aborted ? untriedError(login, maxWaitMs) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits until the credential has succeeded, or it is this job that tries it: in this process first, then among all of them. */
  async #turnToProve(login: WantedLogin, trials: Trial[], signal: AbortSignal): Promise<Release> {
    const line = this.#proving.get(login.credential) ?? new FifoSemaphore(1);
    this.#proving.set(login.credential, line);
    const leave = await line.acquire(signal);
    try {
      await this.#passCredential(login, trials);
      while (this.#isUnproven(login) && !(await this.#takes(`first:${login.credential}`, trials))) {
        await delay(LOOK_EVERY_MS, undefined, { signal });
        await this.#passCredential(login, trials);
      }
      // Nobody needs to wait behind a credential that has succeeded.
      if (!this.#isUnproven(login)) leave();
      return leave;
    } catch (error) {
      leave();
      throw error;
    } finally {
      if (line.isIdle) this.#proving.delete(login.credential);
    }
  }

  async #passDevice({ device }: WantedLogin, trials: Trial[]): Promise<void> {
    const entry = this.#tables.devices.get(device);
    const verdict = this.#breaker.verdict(entry, Date.now());
    if (entry === undefined || verdict === 'closed') return;
    if (verdict === 'probe' && (await this.#takes(`device:${device}`, trials))) return;
    const wait = verdict === 'probe' ? 'the probe that is under way' : secondsUntil(entry.openUntil ?? 0);
    throw new DeviceUnreachableError(
      `device ${device} unreachable, retry after ${wait}: ${entry.failures} connections failed in a row (${entry.reason})`,
    );
  }

  async #passCredential({ credential, device }: WantedLogin, trials: Trial[]): Promise<void> {
    const pair = refusalKey(credential, device);
    await this.#pass(
      credential,
      this.#tables.parked.get(credential),
      `${credential} was refused by several devices`,
      trials,
    );
    await this.#pass(pair, this.#tables.refusals.get(pair), `${credential} was refused by ${device}`, trials);
  }

  async #pass(
    key: string,
    entry: Parameters<CredentialLock['verdict']>[0],
    what: string,
    trials: Trial[],
  ): Promise<void> {
    const verdict = this.#lock.verdict(entry, Date.now());
    if (verdict.kind === 'open') return;
    if (verdict.kind === 'probe' && (await this.#takes(`credential:${key}`, trials))) return;
    const wait = verdict.kind === 'parked' ? secondsUntil(verdict.until) : 'the probe that is under way';
    throw new CredentialParkedError(
      `credential parked: ${what}; it is tried again after ${wait}, or at once when it is released (DELETE /api/monitoring/parked)`,
    );
  }

  #isUnproven({ credential }: WantedLogin): boolean {
    return this.#isLockOn && this.#tables.proven.get(credential) === undefined;
  }

  /** Whether this job is the one that tries. */
  async #takes(what: string, trials: Trial[]): Promise<boolean> {
    if (trials.some(({ name }) => name === what)) return true;
    const trial = await this.#trials.take(what);
    if (trial !== undefined) trials.push(trial);
    return trial !== undefined;
  }

  #attempt(login: WantedLogin, release: () => void): LoginAttempt {
    let isOver = false;
    const end = (tell: () => Promise<unknown>): void => {
      if (isOver) return;
      isOver = true;
      // What others are to know goes out before they may try.
      void tell().then(release);
    };
    return {
      succeeded: () => end(() => this.#succeeded(login)),
      failed: (error) => end(() => this.#failed(login, error)),
      dropped: () => end(async () => undefined),
    };
  }

  async #succeeded({ credential, device }: WantedLogin): Promise<void> {
    const { devices, parked, proven, refusals } = this.#tables;
    await devices.delete(device);
    if (!this.#isLockOn) return;
    const lastRefusalAt = Math.max(0, ...this.#tables.refusalsOf(credential).map(({ at }) => at));
    if ((proven.get(credential)?.at ?? -1) < lastRefusalAt) await proven.set(credential, { at: Date.now() });
    await parked.delete(credential);
    await refusals.delete(refusalKey(credential, device));
  }

  async #failed(login: WantedLogin, error: unknown): Promise<void> {
    if (error instanceof AuthenticationFailedError) return this.#refused(login);
    if (!(error instanceof TomError)) return;
    const { device } = login;
    const { devices } = this.#tables;
    const isOnTheWay = error instanceof JumpHostError;
    if (!isOnTheWay && error.stage !== null && REACHED.has(error.stage)) return devices.delete(device);
    if (!isOnTheWay && !isConnectFailure(error)) return;
    await devices.set(device, this.#breaker.afterFailure(devices.get(device), errorMessage(error), Date.now()));
  }

  async #refused({ credential, device }: WantedLogin): Promise<void> {
    if (!this.#isLockOn) return;
    const { devices, parked, proven, refusals } = this.#tables;
    const now = Date.now();
    const pair = refusalKey(credential, device);
    const refusal = this.#lock.afterRefusal(refusals.get(pair), device, now);
    await devices.delete(device);
    await refusals.set(pair, { credential, ...refusal });
    const provenAt = proven.get(credential)?.at ?? 0;
    const parking = this.#lock.afterRefusals(
      parked.get(credential),
      this.#tables.refusalsOf(credential),
      provenAt,
      now,
    );
    if (parking !== undefined) await parked.set(credential, parking);
  }

  #release(trials: readonly Trial[], leave?: Release): void {
    leave?.();
    for (const trial of trials) trial.end();
  }
}

/** The device was not reached: nothing is known of the log-in. */
function isConnectFailure({ kind, stage }: TomError): boolean {
  return (kind === 'network' || kind === 'timeout') && (stage === 'connect' || stage === 'key_exchange');
}

function untriedError({ credential }: WantedLogin, maxWaitMs: number): CredentialUntriedError {
  return new CredentialUntriedError(
    `waited ${Math.max(0, maxWaitMs) / 1000} s for other jobs to try ${credential}, which no device has taken yet; try again later, or raise max_queue_wait`,
  );
}

function secondsUntil(at: number): string {
  return `${Math.max(1, Math.ceil((at - Date.now()) / 1000))} s`;
}
