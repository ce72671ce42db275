import { hashOf, type AuditRecord } from './audit-record.js';

/** What is wrong with a stretch of the audit log. */
export interface ChainFaults {
  /** Numbers from the oldest record to the newest that was given out that are not there. */
  readonly missing: readonly number[];
  /** Numbers of records that are not what was recorded, or do not follow the one before of their writer. */
  readonly altered: readonly number[];
}

/** Most numbers that are listed. */
const MOST_LISTED = 100;

/**
 * Checks a stretch of the log without its older part.
 * @param records in the order of their numbers, the oldest first
 * @param newest the number that the stretch should end with
 */
export function chainFaults(records: readonly AuditRecord[], newest: number = records.at(-1)?.seq ?? 0): ChainFaults {
  const missing: number[] = [];
  const altered: number[] = [];
  const lastOf = new Map<string, AuditRecord>();
  let expected = records[0]?.seq ?? newest;
  const missingBefore = (end: number): void => {
    for (; expected < end && missing.length < MOST_LISTED; expected++) missing.push(expected);
  };
  for (const record of records) {
    missingBefore(record.seq);
    expected = record.seq + 1;
    const last = lastOf.get(record.writer);
    const follows = last === undefined || record.previous === last.hash;
    if ((!follows || hashOf(record, record.seq, record.previous) !== record.hash) && altered.length < MOST_LISTED)
      altered.push(record.seq);
    lastOf.set(record.writer, record);
  }
  if (newest > 0) missingBefore(newest + 1);
  return { missing, altered };
}
