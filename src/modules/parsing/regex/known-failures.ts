import type { LoopCounter } from './program.js';

/** Times a match goes back before it notes what failed: most never do so often. */
const NOTES_AFTER = 100;

/** States from which the rest of a pattern cannot match. Each is tried once, which bounds what would be exponential otherwise. */
export class KnownFailures {
  private readonly states = new Set<number>();
  private retreats = 0;

  /** Forgets all, for the next match. */
  clear(): void {
    this.retreats = 0;
    // Clearing an empty set costs an allocation, for each of very many matches.
    if (this.states.size > 0) this.states.clear();
  }

  /**
   * Whether the match has gone on from this state before, in vain since it is back. `place` is a number for address and position
   * together.
   */
  isKnown(place: number, counters: readonly LoopCounter[], registers: readonly number[]): boolean {
    if (++this.retreats < NOTES_AFTER) {
      return false;
    }
    let state = place;
    for (const { register, limit } of counters) {
      state = state * (limit + 2) + Math.min(registers[register] ?? 0, limit) + 1;
    }
    if (this.states.has(state)) {
      return true;
    }
    this.states.add(state);
    return false;
  }
}
