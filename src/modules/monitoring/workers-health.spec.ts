import type { HealthStatus } from '../../common/health/health-registry.js';
import type { SeenWorker } from './worker-report.types.js';
import { workersHealth } from './workers-health.js';

function worker(id: string, health: Record<string, HealthStatus>, isLive = true): SeenWorker {
  return {
    isLive,
    report: {
      id,
      hostname: 'h',
      pid: 1,
      version: '0',
      startedAt: 0,
      at: 0,
      load: { busyDevices: 0, openSessions: 0, devices: [] },
      health,
    },
  };
}

const BROKEN: HealthStatus = { ok: false, reason: 'sealed' };

describe('workersHealth', () => {
  it('is not well without a live worker', () => {
    expect(workersHealth([]).workers).toMatchObject({ ok: false });
    expect(workersHealth([worker('a', {}, false)]).workers).toMatchObject({ ok: false });
  });

  it('is well where every live worker is', () => {
    const seen = [worker('a', { credentials: { ok: true } }), worker('b', { credentials: BROKEN }, false)];
    expect(workersHealth(seen)).toEqual({ workers: { ok: true }, credentials: { ok: true } });
  });

  it('is degraded where one of several is not, and names it', () => {
    const seen = [worker('a', { credentials: { ok: true } }), worker('b', { credentials: BROKEN })];
    expect(workersHealth(seen).credentials).toEqual({ ok: true, degraded: true, reason: 'worker b: sealed' });
  });

  it('is not well where no worker is', () => {
    expect(workersHealth([worker('b', { credentials: BROKEN })]).credentials).toEqual({
      ok: false,
      reason: 'worker b: sealed',
    });
  });
});
