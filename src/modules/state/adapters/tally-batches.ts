import { setImmediate } from 'node:timers/promises';
import type { Tally } from '../shared-state.port.js';

/** Events that are counted in one step. */
const MOST_TOGETHER = 64;

interface WaitingTally {
  readonly tally: Tally;
  readonly resolve: (isCounted: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Has events counted together that come while others are being counted: under load that is most of them. */
export class TallyBatches {
  readonly #count: (tallies: readonly Tally[]) => Promise<readonly boolean[]>;
  #waiting: WaitingTally[] = [];
  #isCounting = false;

  /** @param count counts all of them or none, and says of each whether it was counted now */
  constructor(count: (tallies: readonly Tally[]) => Promise<readonly boolean[]>) {
    this.#count = count;
  }

  /** As `SharedState.tally`. */
  add(tally: Tally): Promise<boolean> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ tally, resolve, reject });
      if (!this.#isCounting) void this.#countAll();
    });
  }

  async #countAll(): Promise<void> {
    this.#isCounting = true;
    // What comes within this turn is counted together.
    await setImmediate();
    while (this.#waiting.length > 0) await this.#countSome(this.#waiting.splice(0, MOST_TOGETHER));
    this.#isCounting = false;
  }

  async #countSome(batch: readonly WaitingTally[]): Promise<void> {
    try {
      const counted = await this.#count(batch.map(({ tally }) => tally));
      batch.forEach(({ resolve }, index) => resolve(counted[index] ?? false));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
