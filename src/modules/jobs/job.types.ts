import type { JobErrorType, JobStage } from '../../common/tom-error.js';
import type { CallerIdentity } from '../auth/caller.types.js';
import type { DeviceFacts } from '../auth/device-scope.js';
import type { CachedOutput, CacheTicket } from '../cache/cache.types.js';
import type { CredentialRef } from '../credentials/credential.types.js';
import type { CommandRejection, TranscriptForm } from '../devices/device-sessions.port.js';

/**
 * State of a job as the API shows it. A job that waits for its device, or for its next try, is `QUEUED`; one that is to be
 * aborted and is not yet, `ABORTING`.
 */
export type JobStatus = 'NEW' | 'QUEUED' | 'ACTIVE' | 'COMPLETE' | 'FAILED' | 'ABORTED' | 'ABORTING';

/** The device a job is for, as resolved when it was accepted. */
export interface JobDevice {
  /** Inventory name; `null` for a request that named host and driver itself. */
  readonly name: string | null;
  /** Host name or address. */
  readonly host: string;
  readonly port: number;
  /** Driver name as the caller or the inventory gave it (a Netmiko or scrapli name). */
  readonly driver: string;
  /** `adapter_options` of the inventory. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** What every job says that crosses the queue. The worker validates it again before it acts on it. */
interface DeviceJobPayload {
  /** Id of the request that asked for it, for logs. */
  readonly requestId?: string;
  /** Who asked for it; what it may do is checked again before the job is run. */
  readonly caller: CallerIdentity;
  /** Facts of the device that the caller's scope speaks of, beyond what `device` says. */
  readonly facts: DeviceFacts;
  readonly device: JobDevice;
  readonly credential: CredentialRef;
  /** Deadline for the commands of one attempt, in milliseconds. */
  readonly timeoutMs: number;
  /** Number of tries in all, at least 1. */
  readonly retries: number;
  /** How long the job may wait for its device before it fails, in milliseconds. */
  readonly maxQueueWaitMs: number;
}

/** Commands to read with. */
export interface CommandJobPayload extends DeviceJobPayload {
  readonly kind: 'commands';
  /** Commands in the order they are run, duplicates included. */
  readonly commands: readonly string[];
  /** Raise the rights of the session first. */
  readonly enable: boolean;
  /** The enable secret that came with the request, sealed like an inline password; an empty string once the job has ended. */
  readonly sealedSecret: string | null;
  /** Regular expression of what each command is waited for with, in place of the prompt. */
  readonly expect: string | null;
  /** What the caller asked of the cache: shown in the job's metadata. */
  readonly cache: JobCacheRequest;
}

export interface JobCacheRequest {
  readonly useCache: boolean;
  readonly refresh: boolean;
  /** Seconds; `null` for the default. */
  readonly ttlSeconds: number | null;
  /** What the cache said when the job was accepted; nothing where it was not asked. */
  readonly run?: JobCacheRun;
}

/** How the cache and a job share the work. */
export interface JobCacheRun {
  readonly status: 'hit' | 'miss' | 'partial' | 'error';
  /** Leave to keep what the job brings; `null`: it is not kept. */
  readonly ticket: CacheTicket | null;
  /** Where the cache answered some of the commands: the job has the others. */
  readonly asked: AskedCommands | null;
}

/** What a caller asked for, of which a job runs a part. */
export interface AskedCommands {
  /** All commands, in their order. */
  readonly commands: readonly string[];
  /** Places in it that the cache answered. */
  readonly answered: readonly number[];
}

/** A command that the cache answered. */
export interface AnsweredCommand extends CachedOutput {
  /** As the caller wrote it. */
  readonly command: string;
  /** When the device was asked, in milliseconds since the epoch. */
  readonly at: number;
  readonly ttlMs: number;
}

/** Lines to configure the device with. */
export interface ConfigJobPayload extends DeviceJobPayload {
  readonly kind: 'configs';
  readonly lines: readonly string[];
  /** The enable secret that the inventory has for the device, sealed like an inline password; an empty string once the job has ended. */
  readonly sealedSecret?: string;
  readonly push: ConfigPush;
}

/** How lines are pushed. */
export interface ConfigPush {
  /** Send no further line after one that the device refuses. */
  readonly stopOnError: boolean;
  /** `false`: the candidate is thrown away after all. */
  readonly commit: boolean;
  /** Keep the configuration for the next start of the device. */
  readonly save: boolean;
  /** As `commit: false`, with the difference that the candidate would make. */
  readonly dryRun: boolean;
  /** The difference is wanted. */
  readonly diff: boolean;
  /** The device takes the changes back after so many minutes, unless the worker confirms them. */
  readonly confirmWithinMinutes: number | null;
  readonly transcriptForm: TranscriptForm;
}

/** A push of which nothing was said. */
export const USUAL_PUSH: ConfigPush = {
  stopOnError: true,
  commit: true,
  save: false,
  dryRun: false,
  diff: false,
  confirmWithinMinutes: null,
  transcriptForm: 'dialogue',
};

export type JobPayload = CommandJobPayload | ConfigJobPayload;

/** Why a job ended without a result. */
export interface JobFailure {
  readonly type: JobErrorType;
  readonly stage: JobStage | null;
  /** One sentence, opened by the error's name: `AuthenticationFailed: …`. */
  readonly message: string;
}

/** What keeps a job from being run again. */
export interface JobFlags {
  /** Somebody wants it aborted. */
  readonly isAborted: boolean;
  /** Configuration may have reached the device. */
  readonly isIrreversible: boolean;
}

/** A job as the queue knows it. Its output is in the result store. */
export interface JobRecord {
  readonly id: string;
  readonly status: JobStatus;
  readonly payload: JobPayload;
  /** Tries begun so far. */
  readonly attempts: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly finishedAt: number | null;
  /** Set when the status is FAILED or ABORTED. */
  readonly failure: JobFailure | null;
  /** See `JobFlags`. */
  readonly isIrreversible: boolean;
}

/** Output of one command of a job. */
export interface CommandOutput {
  readonly command: string;
  /** Text of the device: `\n` line ends, without echo and prompt. */
  readonly output: string;
  /** Set when the device refused the command. */
  readonly rejection?: CommandRejection;
  /** Lines the device logged at the prompt, where there were any. */
  readonly logLines?: readonly string[];
  /** The platform the device turned out to have, where its driver is `autodetect`. */
  readonly platform?: string;
}

/** What a command job brought back. */
export interface CommandResult {
  readonly outputs: readonly CommandOutput[];
}

/**
 * What became of a device's configuration. `not_sent`: no byte of it has gone out. `not_committed`: every line was taken, and the candidate
 * thrown away as asked. `applied`: every line was taken. `rejected`: the device refused a line. `unknown_outcome`: it may have gone
 * out in part.
 */
export const CONFIG_OUTCOMES = ['not_sent', 'not_committed', 'rejected', 'applied', 'unknown_outcome'] as const;
export type ConfigOutcome = (typeof CONFIG_OUTCOMES)[number];

/** The first line of a configuration that its device refused. */
export interface RefusedLine {
  /** Number of the line, from 1; for what nobody sent as a line, such as a commit, what was typed. */
  readonly line: number | string;
  /** What the device said. */
  readonly answer: string;
}

/** What a configuration job brought back. */
export interface ConfigResult {
  /** See `TranscriptForm`. */
  readonly transcript: string;
  readonly outcome: Exclude<ConfigOutcome, 'unknown_outcome'>;
  readonly refused: RefusedLine | null;
  /** What the lines change; `null` where it was not asked for, or the device does not show it. */
  readonly diff: string | null;
}

export type JobResult = CommandResult | ConfigResult;

export function isFinished(status: JobStatus): boolean {
  return status === 'COMPLETE' || status === 'FAILED' || status === 'ABORTED';
}

/** The status of a job that ended; `null` for one that ended well. */
export function statusOfEnd(failure: JobFailure | null): JobStatus {
  if (failure === null) return 'COMPLETE';
  return failure.type === 'aborted' ? 'ABORTED' : 'FAILED';
}
