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

/** What was looked at for one page. */
interface Stretch {
  readonly looked: readonly AuditRecord[];
  readonly hasOlder: boolean;
  readonly faults: ChainFaults;
}

/** Records that are looked at for one page, whether they fit or not. */
const LOOKS = 10_000;
/** Records of several writers are stored a little out of their order: where it is read no further, so many of the oldest may lack others. */
const OUT_OF_ORDER = 1_000;
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
    const end = Math.min(newest, (filter.before ?? Infinity) - 1);
    const { looked, hasOlder, faults } = await this.#lookAt(end, newest - end);
    const fitting = looked.filter((record) => fits(record, filter)).reverse();
    const events = fitting.slice(0, filter.limit);
    const last = fitting.length > events.length ? events.at(-1) : hasOlder ? looked[0] : undefined;
    return { events, next: last?.seq ?? null, faults };
  }

  /** Records in the order of their numbers. A number is given out a moment before its record is stored, which is waited for. */
  async #lookAt(end: number, skipped: number): Promise<Stretch> {
    for (let left = LATE_READS; ; left--) {
      const stretch = await this.#read(end, skipped);
      const isLate = stretch.faults.missing.some((seq) => seq > end + skipped - OUT_OF_ORDER);
      if (left === 0 || !isLate) return stretch;
      await sleep(LATE_READ_MS);
    }
  }

  async #read(end: number, skipped: number): Promise<Stretch> {
    const { auditMaxEntries } = this.settings.access;
    const wanted = Math.min(skipped + LOOKS + OUT_OF_ORDER, auditMaxEntries);
    const entries = await this.state.readLog(AUDIT_LOG_KEY, wanted);
    const all = [...new Set(entries.map(({ value }) => value))].map((value) => JSON.parse(value) as AuditRecord);
    const records = all.filter(({ seq }) => seq <= end).sort((a, b) => a.seq - b.seq);
    const looked = records.slice(-LOOKS);
    const isCut = entries.length === wanted;
    const unsure = isCut ? Math.min(OUT_OF_ORDER, Math.floor(records.length / 10)) : 0;
    const isPastTheOldest = records.length === 0 && entries.length > 0;
    return {
      looked,
      hasOlder: records.length > looked.length || (isCut && wanted < auditMaxEntries),
      faults: chainFaults(records.slice(unsure).slice(-LOOKS), isPastTheOldest ? 0 : end),
    };
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
