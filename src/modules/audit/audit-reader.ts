import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { SharedState } from '../state/shared-state.port.js';
import { chainFaults, type ChainFaults } from './audit-chain.js';
import { AUDIT_COUNTERS_KEY, AUDIT_LOG_KEY } from './audit-keys.js';
import { AuditLog } from './audit-log.port.js';
import type { AuditRecord } from './audit-record.js';

/** Which events; all conditions hold. */
export interface AuditFilter {
  readonly user?: string;
  readonly device?: string;
  readonly action?: string;
  readonly outcome?: string;
  readonly job?: string;
  /** Milliseconds since the epoch. */
  readonly since?: number;
  readonly until?: number;
  /** Older than the event of this number. */
  readonly before?: number;
  readonly limit: number;
}

export interface AuditPage {
  /** The newest first. */
  readonly events: readonly AuditRecord[];
  /** Number for `before` of the next page; `null` when there is nothing older to look at. */
  readonly next: number | null;
  /** Of the records that were looked at. */
  readonly faults: ChainFaults;
}

/** Records that are looked at for one page, whether they fit or not. */
const LOOKS = 10_000;
/** How often, and after which time, it is looked again for records whose number was given out. */
const LATE_READS = 3;
const LATE_READ_MS = 100;

/** Reads what was recorded, and checks that nothing of it is missing. */
@Injectable()
export class AuditReader {
  constructor(
    private readonly log: AuditLog,
    private readonly state: SharedState,
    private readonly settings: Settings,
  ) {}

  /** What the same process recorded before is among it. Throws `StateUnavailableError`. */
  async find(filter: AuditFilter): Promise<AuditPage> {
    await this.log.stored();
    const newest = Number((await this.state.getFields(AUDIT_COUNTERS_KEY)).seq ?? 0);
    const before = filter.before ?? Infinity;
    const skipped = Math.max(0, newest - Math.min(newest, before - 1));
    const wanted = Math.min(skipped + LOOKS, this.settings.access.auditMaxEntries);
    const records = await this.#readUpTo(newest, wanted);
    const looked = records.filter(({ seq }) => seq < before);
    const fitting = looked.filter((record) => fits(record, filter)).reverse();
    const events = fitting.slice(0, filter.limit);
    const isWhole = records.length < wanted || wanted < skipped + LOOKS;
    const last = fitting.length > events.length ? events.at(-1) : isWhole ? undefined : looked[0];
    const isPastTheOldest = looked.length === 0 && records.length > 0;
    const end = isPastTheOldest ? 0 : Math.min(newest, before - 1);
    return { events, next: last?.seq ?? null, faults: chainFaults(looked, end) };
  }

  /** Records in the order of their numbers. A number is given out a moment before its record is stored, which is waited for. */
  async #readUpTo(newest: number, wanted: number): Promise<AuditRecord[]> {
    for (let left = LATE_READS; ; left--) {
      const entries = await this.state.readLog(AUDIT_LOG_KEY, wanted);
      const records = entries.map(({ value }) => JSON.parse(value) as AuditRecord).sort((a, b) => a.seq - b.seq);
      if (left === 0 || (records.at(-1)?.seq ?? 0) >= newest) return records;
      await sleep(LATE_READ_MS);
    }
  }
}

function fits(record: AuditRecord, { user, device, action, outcome, job, since, until }: AuditFilter): boolean {
  const wanted = { user, device, action, outcome, job };
  const isLike = Object.entries(wanted).every(
    ([field, value]) => value === undefined || record[field as keyof typeof wanted] === value,
  );
  const at = Date.parse(record.at);
  return isLike && at >= (since ?? -Infinity) && at <= (until ?? Infinity);
}
