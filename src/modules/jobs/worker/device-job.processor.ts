import type { Secret } from '../../../common/secret.js';
import type { Credential } from '../../credentials/credential.types.js';
import type { CredentialProvider } from '../../credentials/credential-provider.port.js';
import type { InlineCredentialOpener } from '../../credentials/inline-credential-opener.port.js';
import type {
  CommandOptions,
  CommandReply,
  DeviceSession,
  DeviceSessions,
} from '../../devices/device-sessions.port.js';
import { isAutodetect } from '../../devices/platforms/autodetect.js';
import type { DeviceSlots } from '../../devices/device-slots.port.js';
import { SessionAbortedError } from '../../devices/devices.errors.js';
import { StateUnavailableError } from '../../state/state.errors.js';
import { toJobFailure } from '../job-failure.js';
import type { JobDelivery, JobOutcome } from '../job-queue.port.js';
import type { CommandOutput, JobPayload } from '../job.types.js';
import { JobAbortedError } from '../jobs.errors.js';
import { partitionOfJobId } from '../job-id.js';
import { deviceKey } from '../partition.js';
import type { ResultStore } from '../result-store.js';
import type { DeviceGate } from './device-gate.js';
import type { Admission } from './device-line.js';
import type { FifoSemaphore, Release } from './fifo-semaphore.js';
import { checkPayload } from './check-payload.js';
import { retryDelayMs } from './retry-policy.js';
import { maxSessionsOf } from './max-sessions.js';

/** Wait before a job is run again whose result could not be stored. */
const UNSTORED_DELAY_MS = 1_000;

const COMPLETED: JobOutcome = { kind: 'completed' };

/** Where a worker finds log-ins. */
export interface CredentialSources {
  readonly stored: CredentialProvider;
  readonly inline: InlineCredentialOpener;
}

/** What a job has to pass before it runs. */
export interface JobLimits {
  /** Jobs at one device. */
  readonly gate: DeviceGate;
  /** Jobs that run in this process; one that waits at the gate does not count. */
  readonly slots: FifoSemaphore;
  /** Sessions at one device, over all workers. */
  readonly sessions: DeviceSlots;
  /** Sessions at a device that says nothing else. */
  readonly maxSessionsPerDevice: number;
  /** How long a device may be silent while a command runs, in milliseconds. */
  readonly idleTimeoutMs: number;
}

/** Runs jobs: waits for the device, logs in, sends the commands, stores what came back. */
export class DeviceJobProcessor {
  readonly #sessions: DeviceSessions;
  readonly #credentials: CredentialSources;
  readonly #results: ResultStore;
  readonly #limits: JobLimits;

  constructor(sessions: DeviceSessions, credentials: CredentialSources, results: ResultStore, limits: JobLimits) {
    this.#sessions = sessions;
    this.#credentials = credentials;
    this.#results = results;
    this.#limits = limits;
  }

  /** A `JobHandler`. */
  async process(delivery: JobDelivery): Promise<JobOutcome> {
    let attempts = delivery.attempts;
    try {
      checkPayload(delivery.payload);
      const run = (): Promise<CommandOutput[]> => {
        attempts++;
        delivery.begin();
        return this.#runCommands(delivery);
      };
      return await (delivery.payload.commands.length > 0
        ? this.#inTurn(delivery, run)
        : this.#finishWithoutDevice(delivery));
    } catch (error) {
      return outcomeOf(error, delivery, attempts);
    }
  }

  async #finishWithoutDevice(delivery: JobDelivery): Promise<JobOutcome> {
    delivery.begin();
    await this.#results.put(delivery.id, { outputs: [] });
    return COMPLETED;
  }

  /** Runs a job when its device and this process have room for it, and stores what it brought once the device is free again. */
  async #inTurn(delivery: JobDelivery, run: () => Promise<CommandOutput[]>): Promise<JobOutcome> {
    const arrivedAt = delivery.waitingSince ?? Date.now();
    const admission = await this.#enter(delivery);
    if (admission.kind === 'parked') return { kind: 'parked', place: admission.place };
    const leave = await orLeave(this.#takeSession(delivery, arrivedAt, admission.leave), admission.leave);
    const release = await orLeave(this.#limits.slots.acquire(delivery.signal), leave);
    try {
      const outputs = await run().finally(leave);
      await this.#results.put(delivery.id, { outputs });
      return COMPLETED;
    } finally {
      release();
    }
  }

  /** Takes a session of the device for a job that is let in; the function it gives gives it back and leaves. */
  async #takeSession({ payload, signal }: JobDelivery, arrivedAt: number, leave: Release): Promise<Release> {
    const { device, maxQueueWaitMs } = payload;
    const maxSessions = maxSessionsOf(device, this.#limits.maxSessionsPerDevice);
    const maxWaitMs = arrivedAt + maxQueueWaitMs - Date.now();
    const giveBack = await this.#limits.sessions.take(device, { maxSessions, maxWaitMs, signal });
    return () => {
      giveBack();
      leave();
    };
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

  async #runCommands({ payload, signal }: JobDelivery): Promise<CommandOutput[]> {
    const { host, port, driver, options } = payload.device;
    const credential = await this.#resolve(payload);
    const secret = await this.#openSecret(payload);
    signal.throwIfAborted();
    const work = async (session: DeviceSession): Promise<CommandOutput[]> => {
      if (payload.enable) await session.enable({ secret, signal });
      return sendAll(session, payload, { signal, idleTimeoutMs: this.#limits.idleTimeoutMs });
    };
    return this.#sessions.use({ host, port, driver, options }, credential, work, { signal, repeatable: true });
  }

  async #resolve({ credential, device }: JobPayload): Promise<Credential> {
    return credential.type === 'stored'
      ? this.#credentials.stored.get(credential.credentialId)
      : this.#credentials.inline.open(credential, device);
  }

  async #openSecret({ sealedSecret, device }: JobPayload): Promise<Secret | undefined> {
    return sealedSecret === null ? undefined : this.#credentials.inline.openSecret(sealedSecret, device);
  }
}

async function orLeave<T>(wanted: Promise<T>, leave: Release): Promise<T> {
  return wanted.catch((error: unknown) => {
    leave();
    throw error;
  });
}

async function sendAll(
  session: DeviceSession,
  payload: JobPayload,
  limits: Pick<CommandOptions, 'signal' | 'idleTimeoutMs'>,
): Promise<CommandOutput[]> {
  const deadlineAt = Date.now() + payload.timeoutMs;
  const expect = payload.expect === null ? undefined : new RegExp(payload.expect);
  const detected = isAutodetect(payload.device.driver) ? { platform: session.platform } : {};
  const outputs: CommandOutput[] = [];
  for (const command of payload.commands) {
    const reply = await session.sendCommand(command.replace(/[\r\n]+$/, ''), { ...limits, deadlineAt, expect });
    outputs.push({ ...toOutput(command, reply), ...detected });
  }
  return outputs;
}

function toOutput(command: string, { output, rejection, logLines }: CommandReply): CommandOutput {
  return {
    command,
    output,
    ...(rejection === null ? {} : { rejection }),
    ...(logLines.length === 0 ? {} : { logLines }),
  };
}

function outcomeOf(error: unknown, { payload, signal }: JobDelivery, attempts: number): JobOutcome {
  if (signal.reason instanceof JobAbortedError) return { kind: 'failed', failure: toJobFailure(signal.reason) };
  // A session that is refused because the process ends is no try either.
  if (signal.aborted || error instanceof SessionAbortedError) return { kind: 'handed_back' };
  if (error instanceof StateUnavailableError) return { kind: 'retry', delayMs: UNSTORED_DELAY_MS };
  const failure = toJobFailure(error);
  const delayMs = retryDelayMs({ type: failure.type, attempts, retries: payload.retries });
  return delayMs === null ? { kind: 'failed', failure } : { kind: 'retry', delayMs };
}
