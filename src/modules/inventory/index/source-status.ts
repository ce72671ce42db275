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
  if (copy !== undefined && isUsable && failure === undefined) return null;
  const reason = reasonOf(`inventory source "${name}"`, failure);
  if (copy === undefined) return reason;
  const since = new Date(copy.loadedAt).toISOString();
  if (!isUsable) return `${reason}; its copy of ${since} is older than inventory_max_stale`;
  return `${reason}; answered from its copy of ${since}`;
}

/** Tom's own sources name themselves. */
function reasonOf(source: string, failure: string | undefined): string {
  if (failure === undefined) return `${source} was not read yet`;
  return failure.startsWith(source) ? failure : `${source} cannot be read: ${failure}`;
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
