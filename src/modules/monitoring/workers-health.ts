import type { HealthStatus } from '../../common/health/health-registry.js';
import type { SeenWorker } from './worker-report.types.js';

/** Parts that a worker and its controller both ask: what a controller knows of them is what concerns it. */
const OWN_PARTS = new Set(['state', 'inventory']);

/**
 * What live workers say, part by part: well where all are, degraded where some are not. `workers` says whether there are any.
 */
export function workersHealth(seen: readonly SeenWorker[]): Record<string, HealthStatus> {
  const live = seen.filter(({ isLive }) => isLive);
  if (live.length === 0) {
    return { workers: { ok: false, reason: 'no worker is alive: jobs are accepted and wait; start one' } };
  }
  const names = new Set(live.flatMap(({ report }) => Object.keys(report.health)));
  const parts = [...names].filter((name) => !OWN_PARTS.has(name)).map((name) => [name, partHealth(name, live)]);
  return { ...(Object.fromEntries(parts) as Record<string, HealthStatus>), workers: { ok: true } };
}

function partHealth(name: string, live: readonly SeenWorker[]): HealthStatus {
  const statuses = live.flatMap(({ report }) => {
    const status = report.health[name];
    return status === undefined ? [] : [{ worker: report.id, ...status }];
  });
  const ill = statuses.find(({ ok }) => !ok) ?? statuses.find(({ degraded }) => degraded === true);
  if (ill === undefined) return { ok: true };
  const reason = `worker ${ill.worker}: ${ill.reason ?? 'not well'}`;
  return statuses.some(({ ok }) => ok) ? { ok: true, degraded: true, reason } : { ok: false, reason };
}
