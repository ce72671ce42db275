import { hashOf, type AuditRecord } from './audit-record.js';

/** What is wrong with a stretch of the audit log. */
export interface ChainFaults {
  /** Numbers between the oldest and the newest record that are not there. */
  readonly missing: readonly number[];
  /** Numbers of records that are not what was recorded, or do not follow the one before of their writer. */
  readonly altered: readonly number[];
}

/** Most numbers that are listed. */
const MOST_LISTED = 100;

/**
 * Checks a stretch of the log without its older part.
 * @param records in the order of their numbers, the oldest first
 */
export function chainFaults(records: readonly AuditRecord[]): ChainFaults {
  const missing: number[] = [];
  const altered: number[] = [];
  const lastOf = new Map<string, AuditRecord>();
  let expected = records[0]?.seq ?? 0;
  for (const record of records) {
    for (; expected < record.seq && missing.length < MOST_LISTED; expected++) missing.push(expected);
    expected = record.seq + 1;
    const last = lastOf.get(record.writer);
    const follows = last === undefined || record.previous === last.hash;
    if ((!follows || hashOf(record) !== record.hash) && altered.length < MOST_LISTED) altered.push(record.seq);
    lastOf.set(record.writer, record);
  }
  return { missing, altered };
}
