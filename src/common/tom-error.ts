import { types } from 'node:util';

/** How a job failed: the `error_type` of the API. */
export const JOB_ERROR_TYPES = [
  'auth',
  'credential',
  'network',
  'timeout',
  'gating',
  'device',
  'driver',
  'aborted',
  'unknown_outcome',
  'other',
] as const;
export type JobErrorType = (typeof JOB_ERROR_TYPES)[number];

/** Where in a job it failed: the `error_stage` of the API. */
export const JOB_STAGES = [
  'resolve',
  'connect',
  'key_exchange',
  'host_key',
  'authenticate',
  'prompt',
  'privilege',
  'paging',
  'command',
  'config',
  'parse',
] as const;
export type JobStage = (typeof JOB_STAGES)[number];

/** What an API request got wrong, or what Tom could not reach to answer it. */
export type RequestErrorKind =
  | 'bad_request'
  | 'validation'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'media_type'
  | 'too_many_requests'
  | 'unavailable'
  | 'wait_timeout'
  | 'settings';

export type ErrorKind = JobErrorType | RequestErrorKind;

export interface TomErrorOptions {
  /** Facts that explain the error, fit for any reader; never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * The base of every error Tom raises on purpose. `message` is one sentence that names the culprit and the fix.
 * `kind` decides the HTTP status (one exception filter) and whether a job is tried again (one retry policy).
 */
export abstract class TomError extends Error {
  abstract readonly kind: ErrorKind;
  /** Stage of the job, where the error belongs to one. */
  readonly stage: JobStage | null = null;
  /** Title of the API's answer, where the standard phrase of its status says too little. */
  readonly title?: string;
  /** When asking again may help, in seconds: the `Retry-After` of the API's answer. */
  readonly retryAfterSeconds?: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(message: string, options: TomErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.details = options.details ?? {};
  }

  /** Stable, machine-readable name: the class name in snake case without `Error`. */
  get code(): string {
    return this.name
      .replace(/Error$/, '')
      .replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
      .toLowerCase();
  }

  toJSON(): Record<string, unknown> {
    return { code: this.code, kind: this.kind, stage: this.stage, message: this.message, details: this.details };
  }
}

/** One sentence for any thrown value, without a stack trace. */
export function errorMessage(error: unknown): string {
  return types.isNativeError(error) ? error.message : String(error);
}
