import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { HealthRegistry } from '../../../common/health/health-registry.js';
import { ProcessIdentity } from '../../../common/health/process-identity.js';
import { errorMessage } from '../../../common/tom-error.js';
import { VERSION } from '../../../common/version.js';
import { WorkerLoadSource } from './worker-load.source.js';
import { REPORT_EVERY_MS, WorkerReports } from '../worker-reports.js';

/** Has this worker say how it is, for as long as it runs. */
@Injectable()
export class WorkerReporter implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Monitoring');
  private timer: NodeJS.Timeout | undefined;
  private underWay: Promise<void> | undefined;

  constructor(
    private readonly reports: WorkerReports,
    private readonly health: HealthRegistry,
    private readonly identity: ProcessIdentity,
    private readonly source: WorkerLoadSource,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.timer = setInterval(() => void this.report(), REPORT_EVERY_MS).unref();
    await this.report();
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.underWay;
    await this.reports.withdraw(this.identity.id).catch((error: unknown) => this.logger.debug(errorMessage(error)));
  }

  /** One at a time: a store that is slow to answer is not asked more and more. */
  private async report(): Promise<void> {
    this.underWay ??= this.publish().finally(() => (this.underWay = undefined));
    await this.underWay;
  }

  /** While the store is away it says so itself, and the worker is not seen. */
  private async publish(): Promise<void> {
    const { id, hostname, pid, startedAt } = this.identity;
    const health = await this.health.check();
    const { load } = this.source;
    await this.reports
      .publish({ id, hostname, pid, version: VERSION, startedAt, at: Date.now(), load, health })
      .catch((error: unknown) => this.logger.debug(errorMessage(error)));
  }
}
