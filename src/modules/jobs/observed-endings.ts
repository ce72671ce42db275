import type { OutputCache } from '../cache/output-cache.js';
import type { EndingJob, JobEndings } from './job-endings.port.js';
import { deviceKey } from './partition.js';

/** What the end of a job means for others: outputs from before a configuration are not given any more. */
export class ObservedEndings implements JobEndings {
  readonly #cache: OutputCache;

  constructor(cache: OutputCache) {
    this.#cache = cache;
  }

  async beforeEnd({ payload }: EndingJob): Promise<void> {
    if (payload.kind === 'configs') await this.#cache.renew(deviceKey(payload.device));
  }
}
