import { JobsSettings } from '../../src/config/groups/jobs.settings.js';
import { MemoryJobQueue } from '../../src/modules/jobs/adapters/memory.job-queue.js';
import { itKeepsTheJobQueueContract } from './job-queue.contract.js';

describe('MemoryJobQueue', () => {
  itKeepsTheJobQueueContract(async ({ resultTtlMs, ...limits }) => ({
    queue: new MemoryJobQueue(resultTtlMs, Object.assign(new JobsSettings(), limits)),
    close: async () => undefined,
  }));
});
