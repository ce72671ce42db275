/** A job's place in a line while the job itself is kept in the queue. */
export interface ParkedPlace {
  /** Since when the job has been waiting, in milliseconds since the epoch. */
  readonly waitingSince: number;
  /** When its wait ends in any case: it has to be delivered then. Milliseconds since the epoch. */
  readonly waitUntil: number;
  /** Resolves when the job is to be delivered again, before all others. */
  readonly called: Promise<void>;
  /** Gives the place up: the job will not be delivered here again. May be repeated. */
  drop(): void;
}
