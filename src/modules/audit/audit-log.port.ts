import type { CallerIdentity } from '../auth/caller.types.js';

/** A fact of an event. Texts are masked before they are kept, but for `reason`: a sentence of Tom's own. */
export type AuditFact = string | number | boolean | null | readonly string[];

/** Something that somebody did, or tried to do. */
export interface AuditEvent {
  /** What: `job.submitted`, `host_key.accepted`, `api_key.created`. */
  readonly action: string;
  /** How it ended: `allowed`, `refused`, `completed`, `failed`. */
  readonly outcome: string;
  /** Who; missing for what Tom does by itself. */
  readonly caller?: Pick<CallerIdentity, 'user' | 'method' | 'provider' | 'role'> & { readonly from?: string };
  /** Address the request came from, where the caller does not say it. */
  readonly from?: string;
  /** Name of the device, or its host and port. */
  readonly device?: string;
  readonly job?: string;
  readonly detail?: Readonly<Record<string, AuditFact>>;
}

/** Where events are kept that an auditor asks for. */
export abstract class AuditLog {
  /**
   * Keeps an event, in the order of the calls of this process. Never throws and never waits: an event that cannot be stored for
   * a while is stored later, and one that is lost leaves a gap that shows.
   */
  abstract record(event: AuditEvent): void;

  /** Resolves when the events of this process so far are stored, or could not be. */
  abstract stored(): Promise<void>;
}
