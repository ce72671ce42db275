import { Injectable } from '@nestjs/common';
import { Authorization } from '../auth/authorization.js';
import type { CallerIdentity } from '../auth/caller.types.js';
import { InventoryService } from '../inventory/inventory.service.js';
import { factsOfDevice } from '../inventory/device-facts.js';
import { JobQueue, type QueueDepth } from '../jobs/job-queue.port.js';
import {
  StatisticsReader,
  type DeviceCounts,
  type EndCounts,
  type KeptFailure,
  type WorkerCounts,
} from '../jobs/statistics/statistics-reader.js';
import type { DeviceLoad, SeenWorker } from './worker-report.types.js';
import { WorkerReports } from './worker-reports.js';

const TOP_DEVICES = 10;
/** Devices looked at for the slowest ones. */
const MOST_COMPARED = 100;
const DEEPEST_LINES = 50;
/** Failures that are looked through for those a filter lets pass. */
const MOST_FAILURES = 5_000;

export interface FailureFilter {
  readonly device: string | null;
  readonly errorType: string | null;
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
  readonly limit: number;
}

export interface MonitoringSummary {
  readonly totals: EndCounts;
  readonly workers: readonly WorkerCounts[];
  readonly busiest: readonly DeviceCounts[];
  readonly slowest: readonly DeviceCounts[];
}

/** Says how workers, jobs and devices get on; of devices, to those who may use them. Rejects with `StateUnavailableError`. */
@Injectable()
export class MonitoringService {
  constructor(
    private readonly statistics: StatisticsReader,
    private readonly reports: WorkerReports,
    private readonly jobs: JobQueue,
    private readonly inventory: InventoryService,
    private readonly authorization: Authorization,
  ) {}

  async workers(): Promise<SeenWorker[]> {
    return this.reports.list();
  }

  async failures(caller: CallerIdentity, { device, errorType, sinceMs, limit }: FailureFilter): Promise<KeptFailure[]> {
    const kept = await this.statistics.failures(MOST_FAILURES, device ?? undefined);
    const mayUse = this.scopeOf(caller);
    const fits = (one: KeptFailure): boolean =>
      one.at >= sinceMs && (errorType === null || one.errorType === errorType) && mayUse(one.device);
    return kept.filter(fits).slice(0, limit);
  }

  async device(caller: CallerIdentity, name: string): Promise<{ counts: DeviceCounts; failures: KeptFailure[] }> {
    const mayUse = this.scopeOf(caller);
    if (!mayUse(name)) this.authorization.requireDevice(caller, { name });
    const [counts, failures] = await Promise.all([
      this.statistics.device(name),
      this.statistics.failures(TOP_DEVICES, name),
    ]);
    return { counts, failures };
  }

  async summary(caller: CallerIdentity): Promise<MonitoringSummary> {
    const [totals, workers, all] = await Promise.all([
      this.statistics.totals(),
      this.statistics.workers(),
      this.statistics.busiest(MOST_COMPARED),
    ]);
    const mayUse = this.scopeOf(caller);
    const compared = all.filter(({ device }) => mayUse(device));
    const slowest = [...compared].sort((a, b) => b.meanMs - a.meanMs).slice(0, TOP_DEVICES);
    return { totals, workers, busiest: compared.slice(0, TOP_DEVICES), slowest };
  }

  async queue(caller: CallerIdentity): Promise<{ queues: QueueDepth[]; devices: DeviceLoad[] }> {
    const mayUse = this.scopeOf(caller);
    const [queues, workers] = await Promise.all([this.jobs.depths(), this.reports.list()]);
    const lines = workers.filter(({ isLive }) => isLive).flatMap(({ report }) => report.load.devices);
    const devices = lines.filter(({ device }) => mayUse(device)).sort((a, b) => b.jobs - a.jobs);
    return { queues, devices: devices.slice(0, DEEPEST_LINES) };
  }

  /** Whether the caller may use a device, by its inventory name or its address. */
  private scopeOf(caller: CallerIdentity): (device: string) => boolean {
    if (caller.devices === null) return () => true;
    const allowed = new Set<string>();
    for (const { record } of this.inventory.records()) {
      const { device, fields: facts } = record;
      if (!this.authorization.mayUse(caller, factsOfDevice({ ...device, facts }))) continue;
      allowed.add(device.name).add(`${device.host.toLowerCase()}:${device.port}`);
    }
    return (device) => allowed.has(device);
  }
}
