/** Ids that are gone are taken out when there may be more of them than of the others. */
const SPARE = 1_000;

/** Ids of jobs in the order of their age. */
export class MemoryIndex {
  readonly #isThere: (id: string) => boolean;
  #ids: string[] = [];
  #compactAt = SPARE;

  constructor(isThere: (id: string) => boolean) {
    this.#isThere = isThere;
  }

  /** Adds one of the newest: an id may have been given before that of a job which was accepted first. */
  add(id: string): void {
    this.#ids.splice(this.#ids.findLastIndex((other) => other < id) + 1, 0, id);
    if (this.#ids.length < this.#compactAt) return;
    this.#ids = this.#ids.filter((known) => this.#isThere(known));
    this.#compactAt = this.#ids.length * 2 + SPARE;
  }

  /** Ids older than `before`, the newest first. */
  olderThan(before: string | undefined, count: number): string[] {
    const end = before === undefined ? this.#ids.length : this.#ids.findLastIndex((id) => id < before) + 1;
    return this.#ids.slice(Math.max(0, end - count), end).reverse();
  }
}
