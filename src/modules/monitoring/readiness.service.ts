import { Injectable } from '@nestjs/common';
import { HealthCheckService, HealthIndicatorService, type HealthCheckResult } from '@nestjs/terminus';
import { HealthRegistry, type HealthStatus } from '../../common/health/health-registry.js';
import { workersHealth } from './workers-health.js';
import { WorkerReports } from './worker-reports.js';

export interface Readiness {
  readonly status: 'ready' | 'degraded' | 'not_ready';
  /** `ok` or a sentence, by what was asked. */
  readonly checks: Readonly<Record<string, string>>;
}

/** Whether this controller can serve: its own parts are well, and so are those that workers report. */
@Injectable()
export class ReadinessService {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly workers: WorkerReports,
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
  ) {}

  async check(): Promise<Readiness> {
    const own = await this.registry.check();
    const workers = own.state?.ok === true ? await this.workersHealth() : {};
    const result = await this.result({ ...workers, ...own });
    const checks = Object.entries(result.details).map(([name, { reason }]) => [name, String(reason ?? 'ok')]);
    return { status: statusOf(result), checks: Object.fromEntries(checks) as Record<string, string> };
  }

  private async workersHealth(): Promise<Record<string, HealthStatus>> {
    try {
      return workersHealth(await this.workers.list());
    } catch {
      return { workers: { ok: false, reason: 'the shared store (Redis) did not say which workers live' } };
    }
  }

  /** Terminus throws what is not well as the body of an answer. */
  private async result(statuses: Readonly<Record<string, HealthStatus>>): Promise<HealthCheckResult> {
    const checks = Object.entries(statuses).map(([name, { ok, degraded, reason }]) => () => {
      const indicator = this.indicators.check(name);
      const detail: Record<string, string> = reason === undefined ? {} : { reason };
      if (!ok) return indicator.down(detail);
      return degraded === true ? indicator.degraded(detail) : indicator.up(detail);
    });
    try {
      return await this.health.check(checks);
    } catch (error) {
      const body = error instanceof Error && 'getResponse' in error ? (error.getResponse as () => unknown)() : error;
      return body as HealthCheckResult;
    }
  }
}

function statusOf({ status }: HealthCheckResult): Readiness['status'] {
  if (status === 'ok') return 'ready';
  return status === 'degraded' ? 'degraded' : 'not_ready';
}
