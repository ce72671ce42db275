import { hash as digestOf } from 'node:crypto';
import type { AuditEvent, AuditFact } from './audit-log.port.js';

/** An event as it is kept. */
export interface AuditRecord {
  /** Number over all processes, from 1, without gaps. */
  readonly seq: number;
  /** ISO time. */
  readonly at: string;
  /** The process that recorded it. */
  readonly writer: string;
  readonly action: string;
  readonly outcome: string;
  readonly user: string | null;
  readonly method: string | null;
  readonly provider: string | null;
  readonly role: string | null;
  readonly from: string | null;
  readonly device: string | null;
  readonly job: string | null;
  readonly detail: Readonly<Record<string, AuditFact>>;
  /** Hash of the record before it of the same writer; empty for its first one. */
  readonly previous: string;
  /** SHA-256 of all of the above. */
  readonly hash: string;
}

/** What is set when a record takes its place in the chain. */
type Placed = 'seq' | 'previous' | 'hash';

/** A record that has no place in the chain yet. */
export type LooseRecord = Omit<AuditRecord, Placed>;

const NOBODY = { user: null, method: null, provider: null, role: null, from: null };

/** A record of this moment; `detail` is that of the event, with nothing in it that must not be kept. */
export function looseRecord(event: AuditEvent, detail: LooseRecord['detail'], writer: string): LooseRecord {
  const { action, outcome, caller = NOBODY, from = caller.from ?? null, device = null, job = null } = event;
  const { user, method, provider, role } = caller;
  const at = new Date().toISOString();
  return { at, writer, action, outcome, user, method, provider, role, from, device, job, detail };
}

/** The hash that a record has at its place. */
export function hashOf(record: LooseRecord, seq: number, previous: string): string {
  const { at, writer, action, outcome, user, method, provider, role, from, device, job, detail } = record;
  const facts = Object.entries(detail).sort(([a], [b]) => (a < b ? -1 : 1));
  const fields = [seq, at, writer, action, outcome, user, method, provider, role, from, device, job, facts, previous];
  return digestOf('sha256', JSON.stringify(fields), 'hex');
}

/** Gives a record its place behind the one whose hash is `previous`. */
export function placeRecord(loose: LooseRecord, seq: number, previous: string): AuditRecord {
  const { at, writer, action, outcome, user, method, provider, role, from, device, job, detail } = loose;
  const hash = hashOf(loose, seq, previous);
  // Field by field: V8 copies objects slowly.
  return { seq, at, writer, action, outcome, user, method, provider, role, from, device, job, detail, previous, hash };
}
