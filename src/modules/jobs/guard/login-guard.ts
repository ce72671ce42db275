import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { errorMessage, TomError, type JobStage } from '../../../common/tom-error.js';
import { AuthenticationFailedError, JumpHostError } from '../../devices/devices.errors.js';
import type { Lease, SharedState } from '../../state/shared-state.port.js';
import { CircuitBreaker, type BreakerLimits } from './circuit-breaker.js';
import { CredentialLock, type CredentialLockLimits } from './credential-lock.js';
import { refusalKey, type GuardTables } from './guard-tables.js';
import { CredentialParkedError, DeviceUnreachableError } from './guard.errors.js';
import { FifoSemaphore, type Release } from '../worker/fifo-semaphore.js';
import type { LoginAttempt } from './login-attempt.js';

/** How long one job may keep others from trying: longer than connecting and logging in take. */
const TRIAL_MS = 120_000;
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

/**
 * Stands before every log-in: keeps jobs from devices that cannot be reached, and credentials from devices that refuse them. All
 * workers know the same. Costs a job nothing while all is well.
 */
export class LoginGuard {
  readonly #state: SharedState;
  readonly #tables: GuardTables;
  readonly #breaker: CircuitBreaker;
  readonly #lock: CredentialLock;
  readonly #isLockOn: boolean;
  /** Jobs that wait for a credential to succeed. */
  readonly #proving = new Map<string, FifoSemaphore>();

  constructor(state: SharedState, tables: GuardTables, limits: GuardLimits) {
    this.#state = state;
    this.#tables = tables;
    this.#breaker = new CircuitBreaker(limits.breaker);
    this.#lock = new CredentialLock(limits.credentials);
    this.#isLockOn = limits.credentials.cooldownMs > 0;
  }

  /**
   * Leave to log in. Rejects with `DeviceUnreachableError` or `CredentialParkedError`, at once; a credential that has not succeeded yet
   * waits until another one's try of it has ended, or the signal does.
   */
  async admit(login: WantedLogin, signal: AbortSignal): Promise<LoginAttempt> {
    const leases: Lease[] = [];
    try {
      await this.#passDevice(login, leases);
      await this.#passCredential(login, leases);
      const leave = this.#isUnproven(login) ? await this.#turnToProve(login, leases, signal) : undefined;
      return this.#attempt(login, () => this.#release(leases, leave));
    } catch (error) {
      this.#release(leases);
      signal.throwIfAborted();
      throw error;
    }
  }

  /** Waits until the credential has succeeded, or it is this job that tries it: in this process first, then among all of them. */
  async #turnToProve(login: WantedLogin, leases: Lease[], signal: AbortSignal): Promise<Release> {
    const line = this.#proving.get(login.credential) ?? new FifoSemaphore(1);
    this.#proving.set(login.credential, line);
    const leave = await line.acquire(signal);
    try {
      await this.#passCredential(login, leases);
      while (this.#isUnproven(login) && !(await this.#takes(`first:${login.credential}`, leases))) {
        await delay(LOOK_EVERY_MS, undefined, { signal });
        await this.#passCredential(login, leases);
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

  async #passDevice({ device }: WantedLogin, leases: Lease[]): Promise<void> {
    const entry = this.#tables.devices.get(device);
    const verdict = this.#breaker.verdict(entry, Date.now());
    if (entry === undefined || verdict === 'closed') return;
    if (verdict === 'probe' && (await this.#takes(`device:${device}`, leases))) return;
    const wait = verdict === 'probe' ? 'the probe that is under way' : secondsUntil(entry.openUntil ?? 0);
    throw new DeviceUnreachableError(
      `device ${device} unreachable, retry after ${wait}: ${entry.failures} connections failed in a row (${entry.reason})`,
    );
  }

  async #passCredential({ credential, device }: WantedLogin, leases: Lease[]): Promise<void> {
    const pair = refusalKey(credential, device);
    await this.#pass(
      credential,
      this.#tables.parked.get(credential),
      `${credential} was refused by several devices`,
      leases,
    );
    await this.#pass(pair, this.#tables.refusals.get(pair), `${credential} was refused by ${device}`, leases);
  }

  async #pass(
    key: string,
    entry: Parameters<CredentialLock['verdict']>[0],
    what: string,
    leases: Lease[],
  ): Promise<void> {
    const verdict = this.#lock.verdict(entry, Date.now());
    if (verdict.kind === 'open') return;
    if (verdict.kind === 'probe' && (await this.#takes(`credential:${key}`, leases))) return;
    const wait = verdict.kind === 'parked' ? secondsUntil(verdict.until) : 'the probe that is under way';
    throw new CredentialParkedError(
      `credential parked: ${what}; it is tried again after ${wait}, or at once when it is released (DELETE /api/monitoring/parked)`,
    );
  }

  #isUnproven({ credential }: WantedLogin): boolean {
    return this.#isLockOn && this.#tables.proven.get(credential) === undefined;
  }

  /** Whether this job is the one that tries. */
  async #takes(what: string, leases: Lease[]): Promise<boolean> {
    const key = `login:${what}`;
    if (leases.some((lease) => lease.key === key)) return true;
    const lease = await this.#state.acquireLease(key, randomUUID(), TRIAL_MS);
    if (lease !== undefined) leases.push(lease);
    return lease !== undefined;
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

  #release(leases: readonly Lease[], leave?: Release): void {
    leave?.();
    for (const lease of leases) void this.#state.releaseLease(lease).catch(() => undefined);
  }
}

/** The device was not reached: nothing is known of the log-in. */
function isConnectFailure({ kind, stage }: TomError): boolean {
  return (kind === 'network' || kind === 'timeout') && (stage === 'connect' || stage === 'key_exchange');
}

function secondsUntil(at: number): string {
  return `${Math.max(1, Math.ceil((at - Date.now()) / 1000))} s`;
}
