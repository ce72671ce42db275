import { Metrics } from '../../common/metrics/metrics.js';
import type { ParkedService } from '../jobs/guard/parked.service.js';
import type { JobQueue } from '../jobs/job-queue.port.js';
import { seriesKey, seriesMember, WORKERS } from '../jobs/statistics/statistics-keys.js';
import { StatisticsReader } from '../jobs/statistics/statistics-reader.js';
import { MemorySharedState } from '../state/adapters/memory.shared-state.js';
import { FleetMetrics } from './fleet-metrics.js';
import type { WorkerReports } from './worker-reports.js';

const WORKER_COUNT = 50;
const DEVICE_COUNT = 10_000;
const MEGABYTE = 1_000_000;

function metricsOf(state: MemorySharedState): Metrics {
  const metrics = new Metrics();
  const reports = { list: () => Promise.resolve([]) } as unknown as WorkerReports;
  const queue = { depths: () => Promise.resolve([]) } as unknown as JobQueue;
  const parked = { list: () => Promise.resolve(undefined) } as unknown as ParkedService;
  new FleetMetrics(metrics, new StatisticsReader(state), reports, queue, parked).onModuleInit();
  return metrics;
}

async function count(state: MemorySharedState, worker: string, device: string, jobs: number): Promise<void> {
  await state.setField(WORKERS, worker, '1');
  const member = seriesMember({ device, status: 'FAILED', errorType: 'network' });
  await state.increment(seriesKey(worker), member, jobs);
}

describe('FleetMetrics', () => {
  it('stay below a megabyte with 10,000 devices at 50 workers, and keep the series with the most jobs', async () => {
    const state = new MemorySharedState();
    for (let number = 0; number < DEVICE_COUNT; number++) {
      const worker = `worker-${number % WORKER_COUNT}.rack-1.example.net:12345`;
      await count(state, worker, `router-${number}.site-${number % 100}.example.net`, number + 1);
    }
    const text = await metricsOf(state).text();
    expect(Buffer.byteLength(text)).toBeLessThan(MEGABYTE);
    expect(text).toContain(`router-${DEVICE_COUNT - 1}.site-99.example.net`);
    expect(text).not.toContain('router-0.site-0.example.net');
  });

  it('count a job once for each of two who ask at the same time', async () => {
    const state = new MemorySharedState();
    await count(state, 'w1', 'r1', 3);
    const metrics = metricsOf(state);
    const texts = await Promise.all([metrics.text(), metrics.text()]);
    for (const text of texts) expect(text).toMatch(/^tom_jobs_total\{.*device="r1".*\} 3$/m);
  });
});
