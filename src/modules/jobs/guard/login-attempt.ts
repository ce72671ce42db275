/** One job's leave to log in. Its end is told once, by one of the three. */
export interface LoginAttempt {
  /** The log-in succeeded, or a session was open already. */
  succeeded(): void;
  /** The job failed with this error, of whichever kind. */
  failed(error: unknown): void;
  /** Nothing was tried. */
  dropped(): void;
}
