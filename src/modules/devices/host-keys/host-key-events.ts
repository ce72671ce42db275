import type { Counter } from 'prom-client';
import type { Metrics } from '../../../common/metrics/metrics.js';
import type { AuditLog } from '../../audit/audit-log.port.js';
import type { HostKey } from './host-key.js';
import type { HostAddress } from './known-hosts.js';

/** What came of the check of a host's key. */
export type HostKeyOutcome = 'known' | 'accepted' | 'changed' | 'unknown' | 'revoked' | 'unreadable';

/** Tells those who watch over Tom of the keys of hosts. Tools, which nobody watches over, have neither metrics nor a log. */
export class HostKeyEvents {
  private readonly checks: Counter<'outcome'> | undefined;

  constructor(
    metrics?: Metrics,
    private readonly audit?: AuditLog,
  ) {
    this.checks = metrics?.counter({
      name: 'tom_host_key_checks_total',
      help: 'Checks of the keys of SSH servers, by what came of them.',
      labels: ['outcome'],
    });
  }

  /** A known key is counted alone. */
  tell(outcome: HostKeyOutcome, { host, port }: HostAddress, key?: HostKey): void {
    this.checks?.inc({ outcome });
    if (outcome === 'known') return;
    this.audit?.record({
      action: `host_key.${outcome}`,
      outcome: outcome === 'accepted' ? 'completed' : 'refused',
      device: `${host}:${port}`,
      detail: key === undefined ? {} : { type: key.type, fingerprint: key.fingerprint },
    });
  }
}
