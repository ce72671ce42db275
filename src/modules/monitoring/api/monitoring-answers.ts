import type { DeviceCounts, EndCounts, KeptFailure } from '../../jobs/statistics/statistics-reader.js';
import type { MonitoringSummary } from '../monitoring.service.js';
import type { WorkerReport } from '../worker-report.types.js';
import type { DeviceStatsResponse } from './device-stats.dto.js';
import type { FailureDto } from './failures.dto.js';
import type { DeviceSummaryDto, SummaryResponse } from './stats-summary.dto.js';
import type { WorkerDto } from './workers.dto.js';

const HEALTHY_S = 60;
const STALE_S = 180;

export function toWorker(report: WorkerReport): WorkerDto {
  const seconds = Math.max(0, Date.now() - report.at) / 1000;
  const aged = seconds < STALE_S ? 'stale' : 'unhealthy';
  return {
    id: report.id,
    status: seconds < HEALTHY_S ? 'healthy' : aged,
    last_heartbeat: iso(report.at),
    seconds_since_heartbeat: seconds,
    hostname: report.hostname,
    version: report.version,
    pid: report.pid,
    started_at: iso(report.startedAt),
    busy_devices: report.load.busyDevices,
    open_sessions: report.load.openSessions,
  };
}

export function toFailure(failure: KeptFailure): FailureDto {
  return {
    timestamp: iso(failure.at),
    device: failure.device,
    command: failure.command,
    error_type: failure.errorType,
    error: failure.error,
    job_id: failure.jobId,
    worker: failure.worker,
    credential_id: failure.credentialId,
    attempts: failure.attempts,
  };
}

export function toDeviceStats(counts: DeviceCounts, failures: readonly KeptFailure[]): DeviceStatsResponse {
  const { complete, failed, aborted } = counts;
  return {
    device: counts.device,
    stats: {
      total_success: complete,
      total_failed: failed,
      total: totalOf(counts),
      failure_rate: rate(failed, complete + failed),
      error_breakdown: { ...counts.errors },
      total_aborted: aborted,
      mean_seconds: counts.meanMs / 1000,
    },
    recent_failures: failures.map((failure) => {
      const { timestamp, command, error_type, error } = toFailure(failure);
      return { timestamp, command, error_type, error };
    }),
  };
}

export function toSummary({ totals, workers, busiest, slowest }: MonitoringSummary): SummaryResponse {
  const { complete, failed, aborted } = totals;
  return {
    global: {
      total_jobs: totalOf(totals),
      successful: complete,
      failed,
      aborted,
      success_rate: rate(complete, complete + failed),
    },
    workers: workers.map((one) => ({
      id: one.worker,
      complete: one.complete,
      failed: one.failed,
      total: totalOf(one),
    })),
    top_devices: busiest.map(toDeviceSummary),
    slowest_devices: slowest.map(toDeviceSummary),
  };
}

function toDeviceSummary(counts: DeviceCounts): DeviceSummaryDto {
  const { device, complete, failed, meanMs } = counts;
  return { device, complete, failed, total: totalOf(counts), mean_seconds: meanMs / 1000 };
}

function totalOf({ complete, failed, aborted }: EndCounts): number {
  return complete + failed + aborted;
}

/** In percent, with two decimals. */
function rate(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 100;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
