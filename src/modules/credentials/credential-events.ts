import type { Counter, Histogram } from 'prom-client';
import type { Metrics } from '../../common/metrics/metrics.js';
import type { AuditLog } from '../audit/audit-log.port.js';

/** What came of a question for a credential; `cached`: the store was not asked. */
export type ReadOutcome = 'cached' | 'found' | 'missing' | 'failed' | 'unreachable';

/** What Tom does to be known to a store. */
export type StoreLogin = 'log_in' | 'renewal';

/** Tells those who watch over Tom how the credential store fares, in counts and ids. Tools have neither metrics nor a log. */
export class CredentialEvents {
  private readonly reads: Counter<'outcome'> | undefined;
  private readonly times: Histogram | undefined;
  private readonly logins: Counter<'action' | 'outcome'> | undefined;

  constructor(
    metrics?: Metrics,
    private readonly audit?: AuditLog,
  ) {
    this.reads = metrics?.counter({
      name: 'tom_credential_reads_total',
      help: 'Credentials that jobs asked for, by what came of it: cached, found, missing, failed, unreachable.',
      labels: ['outcome'],
    });
    this.times = metrics?.histogram({
      name: 'tom_credential_read_seconds',
      help: 'Time that the credential store took for a credential, failures included.',
    });
    this.logins = metrics?.counter({
      name: 'tom_credential_store_logins_total',
      help: 'Log-ins at the credential store and renewals of its tokens, by what came of them: completed, refused, unreachable.',
      labels: ['action', 'outcome'],
    });
  }

  /** @param elapsedMs where the store was asked */
  read(outcome: ReadOutcome, elapsedMs?: number): void {
    this.reads?.inc({ outcome });
    if (elapsedMs !== undefined) this.times?.observe(elapsedMs / 1000);
  }

  /** @param store its name and address */
  loggedIn(action: StoreLogin, outcome: 'completed' | 'refused' | 'unreachable', store: string): void {
    this.logins?.inc({ action, outcome });
    this.audit?.record({ action: `credential_store.${action}`, outcome, detail: { store } });
  }
}
