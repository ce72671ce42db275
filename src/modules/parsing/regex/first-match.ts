import type { PythonRegex } from './python-regex.js';

interface Batch {
  /** Number of the batch's first pattern among all. */
  readonly offset: number;
  readonly patterns: readonly PythonRegex[];
  /** All patterns of the batch as alternatives, each followed by an empty group that tells which one matched. */
  combined: RegExp | null;
}

/** Alternatives in one expression; many more make it slow to build. */
const BATCH_SIZE = 64;

function combine(patterns: readonly PythonRegex[]): RegExp | null {
  const sources = patterns.map((pattern) => pattern.plainSource);
  return sources.includes(null) || patterns.some(({ isExplosive }) => isExplosive)
    ? null
    : new RegExp(`^(?:${sources.map((source) => `(?:${source})()`).join('|')})`);
}

function findIn(batch: Batch, subject: string, plain: boolean): number {
  const { patterns, combined } = batch;
  if (combined !== null && plain) {
    try {
      return (combined.exec(subject)?.indexOf('', 1) ?? 0) - 1;
    } catch {
      // Together they are too large for the JavaScript engine, which says so when it is first used.
      batch.combined = null;
    }
  }
  return patterns.findIndex((pattern) => pattern.captureAtStart(subject, plain) !== null);
}

/** Finds the first of many patterns, in their order, that matches at the start of a text. */
export class FirstMatch {
  private readonly batches: readonly Batch[];

  constructor(patterns: readonly PythonRegex[]) {
    this.batches = Array.from({ length: Math.ceil(patterns.length / BATCH_SIZE) }, (_, index) => {
      const offset = index * BATCH_SIZE;
      const batch = patterns.slice(offset, offset + BATCH_SIZE);
      return { offset, patterns: batch, combined: combine(batch) };
    });
  }

  /** Number of the pattern, from 0, or -1. `plain` as for `PythonRegex.captureAtStart`. */
  find(subject: string, plain: boolean): number {
    for (const batch of this.batches) {
      const index = findIn(batch, subject, plain);
      if (index >= 0) {
        return batch.offset + index;
      }
    }
    return -1;
  }
}
