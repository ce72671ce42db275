import type { SourceCopy } from './source-copy.js';

/** How it stands with one source. */
export interface SourceStatus {
  readonly name: string;
  /** Whether look-ups are answered from a copy. */
  readonly isUsable: boolean;
  readonly devices: number;
  /** Records that make no device. */
  readonly faults: number;
  /** When the copy was read, in milliseconds since the epoch; `null` without one. */
  readonly loadedAt: number | null;
  /** Whether the source is being read now. */
  readonly isReading: boolean;
  /** One sentence on what is wrong with the source; `null` when it was read well the last time. */
  readonly problem: string | null;
}

interface SourceFacts {
  readonly name: string;
  readonly copy: SourceCopy | undefined;
  readonly failure: string | undefined;
  readonly isUsable: boolean;
  readonly isReading: boolean;
}

function problemOf({ name, copy, failure, isUsable }: SourceFacts): string | null {
  const reason = failure === undefined ? 'was not read yet' : `cannot be read: ${failure}`;
  if (copy === undefined) return `inventory source "${name}" ${reason}`;
  if (isUsable && failure === undefined) return null;
  const since = new Date(copy.loadedAt).toISOString();
  if (!isUsable) return `inventory source "${name}" ${reason}; its copy of ${since} is older than inventory_max_stale`;
  return `inventory source "${name}" ${reason}; answered from its copy of ${since}`;
}

export function sourceStatus(facts: SourceFacts): SourceStatus {
  const { name, copy, isUsable, isReading } = facts;
  return {
    name,
    isUsable,
    isReading,
    devices: copy?.records.size ?? 0,
    faults: copy?.faultCount ?? 0,
    loadedAt: copy?.loadedAt ?? null,
    problem: problemOf(facts),
  };
}
