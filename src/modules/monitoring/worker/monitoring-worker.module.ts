import { Module } from '@nestjs/common';
import { WorkerReports } from '../worker-reports.js';
import { WorkerReporter } from './worker-reporter.js';

/** What a worker does to be seen. */
@Module({ providers: [WorkerReports, WorkerReporter] })
export class MonitoringWorkerModule {}
