import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { RedisSettings } from '../../config/groups/redis.settings.js';
import { MemorySharedState } from './adapters/memory.shared-state.js';
import { RedisSharedState } from './adapters/redis.shared-state.js';
import { RedisConnections } from './redis-connections.js';
import { redisTarget } from './redis-options.js';
import { SharedState } from './shared-state.port.js';
import { WorkerQuestions } from './worker-questions.js';

const questions = {
  provide: WorkerQuestions,
  useFactory: (state: SharedState): WorkerQuestions => new WorkerQuestions(state),
  inject: [SharedState],
};

function embedded(): DynamicModule {
  return {
    module: StateModule,
    providers: [{ provide: SharedState, useFactory: () => new MemorySharedState() }, questions],
    exports: [SharedState, WorkerQuestions],
  };
}

function distributed(settings: RedisSettings): DynamicModule {
  return {
    module: StateModule,
    providers: [
      { provide: RedisConnections, useFactory: () => new RedisConnections(redisTarget(settings)) },
      {
        provide: SharedState,
        useFactory: (redis: RedisConnections) => new RedisSharedState(redis),
        inject: [RedisConnections],
      },
      questions,
    ],
    exports: [SharedState, RedisConnections, WorkerQuestions],
  };
}

/** Gives `SharedState` and `WorkerQuestions` to every module: in Redis where that is configured, in this process otherwise. */
@Global()
@Module({})
export class StateModule {
  static register(settings: RedisSettings): DynamicModule {
    return settings.isConfigured ? distributed(settings) : embedded();
  }
}
