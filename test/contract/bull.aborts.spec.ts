import type { JobOutcome } from '../../src/modules/jobs/job-queue.port.js';
import { eventually } from '../support/eventually.js';
import { configJob } from '../support/job-payloads.js';
import { startRedisJobs } from '../support/redis-jobs.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';

const COMPLETED: JobOutcome = { kind: 'completed' };

describeWith(['redis-server'], 'a job that is aborted while no word of it reaches its worker', () => {
  let redis: RedisServer;

  beforeAll(async () => {
    redis = await RedisServer.start();
  });

  afterAll(() => redis.remove());

  it('changes no device any more', async () => {
    const [controller, worker] = [await startRedisJobs(redis.settings), await startRedisJobs(redis.settings)];
    let [hasBegun, isChanged] = [false, false];
    let goOn = (): void => undefined;
    const aborted = new Promise<void>((resolve) => (goOn = resolve));
    await worker.queue.consume(async (delivery) => {
      delivery.begin();
      hasBegun = true;
      await aborted;
      await delivery.forbidRepeat();
      isChanged = true;
      return COMPLETED;
    });
    const { id } = await controller.queue.enqueue(configJob());
    await eventually(() => hasBegun);
    await worker.redis.subscriber.unsubscribe('tom:jobs:abort');
    await controller.queue.cancel(id);
    goOn();
    const record = await controller.queue.waitUntilFinished(id, 20_000);
    expect(record).toMatchObject({ status: 'ABORTED', isIrreversible: false });
    expect(isChanged).toBe(false);
    for (const jobs of [controller, worker]) await jobs.close();
  });
});
