import { MemoryJobQueue } from '../../src/modules/jobs/adapters/memory.job-queue.js';
import { itKeepsTheJobQueueContract } from './job-queue.contract.js';

describe('MemoryJobQueue', () => {
  itKeepsTheJobQueueContract(async ({ resultTtlMs }) => ({
    queue: new MemoryJobQueue(resultTtlMs),
    close: async () => undefined,
  }));
});
