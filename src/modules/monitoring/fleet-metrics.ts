import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '../../common/metrics/metrics.js';
import { ParkedService } from '../jobs/guard/parked.service.js';
import { JobQueue } from '../jobs/job-queue.port.js';
import { StatisticsReader } from '../jobs/statistics/statistics-reader.js';
import { WorkerReports } from './worker-reports.js';

/** Series of ends that are given at most: past it those with the fewest of each worker are left out. */
const MOST_SERIES = 5_000;

/** Metrics of all workers together, read from the shared store when they are asked for. Where it is away they are missing. */
@Injectable()
export class FleetMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly statistics: StatisticsReader,
    private readonly reports: WorkerReports,
    private readonly queue: JobQueue,
    private readonly parked: ParkedService,
  ) {}

  onModuleInit(): void {
    this.jobs();
    this.workers();
    this.queues();
    this.guards();
  }

  private jobs(): void {
    this.metrics.counter({
      name: 'tom_jobs_total',
      help: 'Jobs that ended, by worker, device, status (COMPLETE, FAILED, ABORTED) and kind of failure.',
      labels: ['worker', 'device', 'status', 'error_type'],
      collect: async (counter) => {
        // Not a moment lies between reset and count: two may ask at once.
        const series = await orNothing(this.statistics.series(MOST_SERIES));
        counter.reset();
        for (const { worker, device, status, errorType, count } of series) {
          counter.inc({ worker, device, status, error_type: errorType }, count);
        }
      },
    });
  }

  private workers(): void {
    const { reports } = this;
    this.metrics.gauge({
      name: 'tom_workers_active',
      help: 'Workers that live.',
      collect: async (gauge) => gauge.set((await orNothing(reports.list())).filter(({ isLive }) => isLive).length),
    });
    this.metrics.gauge({
      name: 'tom_worker_last_heartbeat',
      help: 'When a worker last gave a sign of life, in seconds since the epoch.',
      labels: ['worker'],
      collect: async (gauge) => {
        const seen = await orNothing(reports.list());
        gauge.reset();
        for (const { report } of seen) gauge.set({ worker: report.id }, report.at / 1000);
      },
    });
    this.metrics.gauge({
      name: 'tom_device_semaphore_leases',
      help: 'Devices that a job is at, or waits for, in all live workers.',
      collect: async (gauge) => {
        const live = (await orNothing(reports.list())).filter(({ isLive }) => isLive);
        gauge.set(live.reduce((sum, { report }) => sum + report.load.busyDevices, 0));
      },
    });
  }

  private queues(): void {
    this.metrics.gauge({
      name: 'tom_queue_depth',
      help: 'Unfinished jobs, by queue and state (waiting, active, delayed).',
      labels: ['queue', 'state'],
      collect: async (gauge) => {
        const depths = await orNothing(this.queue.depths());
        gauge.reset();
        for (const { queue, waiting, active, delayed } of depths) {
          gauge.set({ queue, state: 'waiting' }, waiting);
          gauge.set({ queue, state: 'active' }, active);
          gauge.set({ queue, state: 'delayed' }, delayed);
        }
      },
    });
  }

  private guards(): void {
    this.metrics.gauge({
      name: 'tom_breakers_open',
      help: 'Devices that are not tried at present, since they could not be reached.',
      collect: async (gauge) => gauge.set((await this.parked.list().catch(() => undefined))?.devices.length ?? 0),
    });
    this.metrics.gauge({
      name: 'tom_credentials_parked',
      help: 'Credentials that are not tried at present, by where (one device, everywhere).',
      labels: ['where'],
      collect: async (gauge) => {
        const parked = await this.parked.list().catch(() => undefined);
        gauge.set({ where: 'everywhere' }, parked?.credentials.length ?? 0);
        gauge.set({ where: 'one_device' }, parked?.refusals.length ?? 0);
      },
    });
  }
}

async function orNothing<T>(asked: Promise<T[]>): Promise<T[]> {
  return asked.catch(() => []);
}
