/** A job that ended without a result, as it is kept for a while. */
export interface LoggedFailure {
  readonly device: string;
  readonly command: string;
  readonly errorType: string;
  readonly error: string;
  readonly jobId: string;
  readonly worker: string;
  /** `null` for a log-in that came with the request. */
  readonly credentialId: string | null;
  readonly attempts: number;
}
