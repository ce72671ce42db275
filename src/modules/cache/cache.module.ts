import { Module, type DynamicModule } from '@nestjs/common';
import { Metrics } from '../../common/metrics/metrics.js';
import type { CacheSettings } from '../../config/groups/cache.settings.js';
import type { RedisSettings } from '../../config/groups/redis.settings.js';
import { SharedState } from '../state/shared-state.port.js';
import { MemoryCacheStore } from './adapters/memory.cache-store.js';
import { SharedCacheStore } from './adapters/shared.cache-store.js';
import { CacheStore } from './cache-store.port.js';
import { OutputCache } from './output-cache.js';

/** The cache of outputs: in Redis where that is configured, in this process otherwise. Each registration is a cache of its own. */
@Module({})
export class CacheModule {
  static register(redis: RedisSettings, cache: CacheSettings): DynamicModule {
    return {
      module: CacheModule,
      providers: [
        {
          provide: CacheStore,
          inject: [SharedState],
          useFactory: (state: SharedState): CacheStore =>
            redis.isConfigured
              ? new SharedCacheStore(state, cache.keyPrefix, cache.maxTtlMs)
              : new MemoryCacheStore(cache.maxBytes),
        },
        {
          provide: OutputCache,
          inject: [CacheStore, Metrics],
          useFactory: (store: CacheStore, metrics: Metrics) => new OutputCache(store, cache, metrics),
        },
      ],
      exports: [CacheStore, OutputCache],
    };
  }
}
