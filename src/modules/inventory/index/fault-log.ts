import type { Logger } from '@nestjs/common';

/** Most faults of one reading that get a line each. */
const MOST_LINES = 20;

/** Names each fault of a source (or what else is worth a line) once, when it appears, and not again with every reading. */
export class FaultLog {
  private known: ReadonlySet<string> = new Set();

  constructor(
    private readonly source: string,
    private readonly logger: Logger,
    private readonly level: 'error' | 'warn' = 'error',
  ) {}

  report(faults: Iterable<string>): void {
    const present = new Set(faults);
    const fresh = [...present].filter((fault) => !this.known.has(fault));
    this.known = present;
    for (const fault of fresh.slice(0, MOST_LINES)) this.logger[this.level](`${this.source}: ${fault}`);
    if (fresh.length > MOST_LINES) {
      this.logger[this.level](`${this.source}: and ${fresh.length - MOST_LINES} more of that kind`);
    }
  }
}
