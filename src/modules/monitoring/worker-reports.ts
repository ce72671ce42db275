import { Injectable } from '@nestjs/common';
import { SharedState } from '../state/shared-state.port.js';
import type { SeenWorker, WorkerReport } from './worker-report.types.js';

const REPORTS = 'monitoring:workers';
/** Lease with a place for each live worker. */
const LIVE = 'monitoring:live-workers';
const MOST_WORKERS = 10_000;
/** Time between two reports of a worker. */
export const REPORT_EVERY_MS = 5_000;
/** A worker is live for this long after its latest report. */
const LIVE_MS = 3 * REPORT_EVERY_MS;
/** How long a worker that gives no sign of life is still shown. */
const FORGET_AFTER_MS = 3_600_000;

/** What workers say of themselves, in the shared store. Every method rejects with `StateUnavailableError`. */
@Injectable()
export class WorkerReports {
  constructor(private readonly state: SharedState) {}

  async publish(report: WorkerReport): Promise<void> {
    await this.state.setField(REPORTS, report.id, JSON.stringify(report), FORGET_AFTER_MS);
    await this.state.acquireLease(LIVE, report.id, LIVE_MS, MOST_WORKERS);
  }

  /** A worker that ends in order is not shown any more. */
  async withdraw(id: string): Promise<void> {
    await this.state.deleteField(REPORTS, id);
    const lease = await this.state.acquireLease(LIVE, id, LIVE_MS, MOST_WORKERS);
    if (lease !== undefined) await this.state.releaseLease(lease);
  }

  /** The workers, by their names; those that have been silent for an hour are forgotten. */
  async list(): Promise<SeenWorker[]> {
    const [fields, live] = await Promise.all([this.state.getFields(REPORTS), this.state.leaseHolders(LIVE)]);
    const isLive = new Set(live);
    const seen = Object.entries(fields).map(([id, json]) => ({
      report: JSON.parse(json) as WorkerReport,
      isLive: isLive.has(id),
    }));
    const isKept = (worker: SeenWorker): boolean => worker.isLive || worker.report.at > Date.now() - FORGET_AFTER_MS;
    for (const { report } of seen.filter((worker) => !isKept(worker))) await this.state.deleteField(REPORTS, report.id);
    return seen.filter(isKept).sort((a, b) => (a.report.id < b.report.id ? -1 : 1));
  }
}
