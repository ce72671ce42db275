import type { OutputCache } from '../cache/output-cache.js';
import type { EndingJob, JobEndings } from './job-endings.port.js';
import type { JobStatistics } from './statistics/job-statistics.js';
import { deviceKey } from './partition.js';

/** What the end of a job means for others: it is counted, and outputs from before a configuration are not given any more. */
export class ObservedEndings implements JobEndings {
  readonly #cache: OutputCache;
  readonly #statistics: JobStatistics;

  constructor(cache: OutputCache, statistics: JobStatistics) {
    this.#cache = cache;
    this.#statistics = statistics;
  }

  async beforeEnd(job: EndingJob): Promise<void> {
    const { kind, device } = job.payload;
    if (kind === 'configs') await this.#cache.renew(deviceKey(device));
    await this.#statistics.count(job);
  }
}
