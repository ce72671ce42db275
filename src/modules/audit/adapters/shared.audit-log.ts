import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { maskSecrets } from '../../../common/mask-secrets.js';
import type { SharedState } from '../../state/shared-state.port.js';
import { AuditLog, type AuditEvent, type AuditFact } from '../audit-log.port.js';
import { looseRecord, placeRecord, type LooseRecord } from '../audit-record.js';
import { AUDIT_COUNTERS_KEY, AUDIT_LOG_KEY } from '../audit-keys.js';

/** Events that wait for the store at most: past it the oldest are lost, which is said in an event of its own. */
const MAX_WAITING = 10_000;
/** Events that are written at a time. */
const BATCH = 200;
/** How long an event waits for others: a process that is killed may have this much of what it did in its log alone. */
const GATHER_MS = 10;
/** Time until what could not be stored is tried again. */
const RETRY_MS = 2_000;

/** Keeps events in the log of the process at once, and in the shared store as soon as it takes them. */
export class SharedAuditLog extends AuditLog {
  readonly #state: SharedState;
  readonly #maxEntries: number;
  readonly #logger = new Logger('Audit');
  readonly #writer = randomUUID();
  #waiting: LooseRecord[] = [];
  /** Records with their numbers, which the store has not taken yet, or not said so. */
  #placed: readonly string[] = [];
  #lost = 0;
  #previous = '';
  #writing: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(state: SharedState, maxEntries: number) {
    super();
    this.#state = state;
    this.#maxEntries = maxEntries;
  }

  record(event: AuditEvent): void {
    const record = looseRecord(event, maskedDetail(event), this.#writer);
    this.#logger.log(`${record.action} ${record.outcome}`, { audit: record });
    this.#waiting.push(record);
    if (this.#waiting.length > MAX_WAITING) {
      this.#waiting.shift();
      this.#lost++;
    }
    this.#writing ??= this.#write();
  }

  async stored(): Promise<void> {
    await this.#writing;
  }

  /** Stores what waits, as far as the store takes it. */
  async close(): Promise<void> {
    clearTimeout(this.#retry);
    await (this.#writing ?? this.#write());
  }

  async #write(): Promise<void> {
    // The events of a moment go together.
    await delay(GATHER_MS);
    try {
      while (this.#waiting.length + this.#placed.length > 0) await this.#writeSome();
    } catch {
      this.#retry = setTimeout(() => {
        this.#writing ??= this.#write();
      }, RETRY_MS).unref();
    } finally {
      this.#writing = undefined;
    }
  }

  /** Records that are stored twice, since the store's answer was lost, are one to who reads them. */
  async #writeSome(): Promise<void> {
    if (this.#placed.length === 0) this.#placed = await this.#placeSome();
    await this.#state.append(AUDIT_LOG_KEY, this.#placed, this.#maxEntries);
    this.#placed = [];
  }

  /** Numbers that were taken without an answer are a gap: rather one too many than one that does not show. */
  async #placeSome(): Promise<string[]> {
    const count = Math.min(this.#waiting.length, BATCH);
    const hasLost = this.#lost > 0;
    const last = await this.#state.increment(AUDIT_COUNTERS_KEY, 'seq', count + (hasLost ? 1 : 0));
    const batch = [...(hasLost ? [this.#takeLost()] : []), ...this.#waiting.splice(0, count)];
    return batch.map((loose, index) => {
      const record = placeRecord(loose, last - batch.length + 1 + index, this.#previous);
      this.#previous = record.hash;
      return JSON.stringify(record);
    });
  }

  #takeLost(): LooseRecord {
    const detail = { events: this.#lost };
    this.#lost = 0;
    return looseRecord({ action: 'audit.lost', outcome: 'failed' }, detail, this.#writer);
  }
}

/** Facts that Tom words itself, or that are no secret although they look like one. */
const PLAIN_FACTS = new Set(['reason', 'fingerprint']);

function maskFact(fact: AuditFact): AuditFact {
  if (typeof fact === 'string') return maskSecrets(fact);
  return typeof fact === 'object' && fact !== null ? fact.map(maskSecrets) : fact;
}

function maskedDetail({ detail = {} }: AuditEvent): Record<string, AuditFact> {
  const facts = Object.entries(detail).map(
    ([name, fact]) => [name, PLAIN_FACTS.has(name) ? fact : maskFact(fact)] as const,
  );
  return Object.fromEntries(facts);
}
