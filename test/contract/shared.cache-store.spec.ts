import { Test, type TestingModule } from '@nestjs/testing';
import { Metrics } from '../../src/common/metrics/metrics.js';
import { SharedCacheStore } from '../../src/modules/cache/adapters/shared.cache-store.js';
import { OutputCache } from '../../src/modules/cache/output-cache.js';
import { SharedState } from '../../src/modules/state/shared-state.port.js';
import { StateModule } from '../../src/modules/state/state.module.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';
import { itKeepsTheCacheStoreContract } from './cache-store.contract.js';

describeWith(['redis-server'], 'SharedCacheStore in Redis', () => {
  let redis: RedisServer;
  let app: TestingModule;
  let store: SharedCacheStore;

  beforeAll(async () => {
    redis = await RedisServer.start();
    app = await Test.createTestingModule({ imports: [StateModule.register(redis.settings)] }).compile();
    app.useLogger(false);
    await app.init();
    store = new SharedCacheStore(app.get(SharedState), 'tom_cache', 3_600_000);
  });

  afterAll(async () => {
    await app.close();
    await redis.remove();
  });

  itKeepsTheCacheStoreContract(() => store);

  it('is bypassed while Redis is away', async () => {
    const settings = { isEnabled: true, defaultTtlMs: 300_000, maxTtlMs: 3_600_000 };
    const cache = new OutputCache(store, settings, new Metrics());
    await redis.stop('SIGKILL');
    expect(await cache.lookup({ device: 'h:22', digest: 'x' }, ['show a'])).toEqual({
      status: 'error',
      answers: [{ status: 'miss' }],
      epoch: null,
    });
    const ticket = { digest: 'x', epoch: '', ttlMs: 60_000 };
    await cache.keep(ticket, { device: 'h:22', name: null, at: Date.now() }, [{ command: 'show a', output: 'x' }]);
    await redis.resume();
  });
});
