import { monitorEventLoopDelay, type IntervalHistogram } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { ProcessIdentity } from '../../common/health/process-identity.js';
import { Metrics } from '../../common/metrics/metrics.js';
import { VERSION } from '../../common/version.js';

const NANOSECONDS = 1e9;
const MICROSECONDS = 1e6;
const RESOLUTION_MS = 10;

/** Metrics of the process itself: how late its event loop is, memory, processor time. */
@Injectable()
export class ProcessMetrics implements OnModuleInit, OnApplicationShutdown {
  private delay: IntervalHistogram | undefined;

  constructor(
    private readonly metrics: Metrics,
    private readonly identity: ProcessIdentity,
  ) {}

  onModuleInit(): void {
    const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    delay.enable();
    this.delay = delay;
    this.metrics.gauge({
      name: 'tom_event_loop_lag_seconds',
      help: 'How late the event loop was since it was last asked.',
      labels: ['quantile'],
      collect: (gauge) => {
        for (const quantile of [0.5, 0.99]) {
          const late = delay.percentile(quantile * 100) / NANOSECONDS - RESOLUTION_MS / 1000;
          gauge.set({ quantile: String(quantile) }, Math.max(0, late));
        }
        delay.reset();
      },
    });
    this.metrics.gauge({
      name: 'tom_process_memory_bytes',
      help: 'Memory of the process.',
      collect: (gauge) => gauge.set(process.memoryUsage.rss()),
    });
    this.metrics.counter({
      name: 'tom_process_cpu_seconds_total',
      help: 'Processor time of the process.',
      collect: (counter) => {
        const { user, system } = process.cpuUsage();
        counter.reset();
        counter.inc((user + system) / MICROSECONDS);
      },
    });
    this.metrics
      .gauge({ name: 'tom_process_start_time_seconds', help: 'When the process began.' })
      .set(this.identity.startedAt / 1000);
    this.metrics.gauge({ name: 'tom_info', help: 'What runs here.', labels: ['version'] }).set({ version: VERSION }, 1);
  }

  onApplicationShutdown(): void {
    this.delay?.disable();
  }
}
