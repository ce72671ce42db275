import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry } from '../../common/health/health-registry.js';
import { SharedState } from '../state/shared-state.port.js';

/** Says whether the shared store answers. */
@Injectable()
export class StateHealth implements OnModuleInit {
  constructor(
    private readonly state: SharedState,
    private readonly health: HealthRegistry,
  ) {}

  onModuleInit(): void {
    this.health.register('state', async () =>
      (await this.state.isReachable())
        ? { ok: true }
        : { ok: false, reason: 'the shared store (Redis) does not answer' },
    );
  }
}
