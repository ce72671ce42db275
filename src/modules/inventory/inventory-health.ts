import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry, type HealthStatus } from '../../common/health/health-registry.js';
import { Metrics } from '../../common/metrics/metrics.js';
import { InventoryService } from './inventory.service.js';

/** Says how it stands with the inventory: to `/ready`, and as metrics. */
@Injectable()
export class InventoryHealth implements OnModuleInit {
  constructor(
    private readonly inventory: InventoryService,
    private readonly health: HealthRegistry,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.health.register('inventory', () => this.check());
    this.gauge('tom_inventory_devices', 'Devices in the copy of a source.', ({ devices }) => devices);
    this.gauge('tom_inventory_faulty_records', 'Records of a source that make no device.', ({ faults }) => faults);
    this.gauge('tom_inventory_source_up', 'Whether a source was read well the last time.', ({ problem }) =>
      problem === null ? 1 : 0,
    );
    this.gauge('tom_inventory_copy_age_seconds', 'Age of the copy of a source.', ({ loadedAt }) =>
      loadedAt === null ? undefined : (Date.now() - loadedAt) / 1000,
    );
  }

  private check(): HealthStatus {
    const { statuses } = this.inventory;
    const reason = statuses.flatMap(({ problem }) => problem ?? []).join('; ');
    if (reason === '') return { ok: true };
    return statuses.some(({ isUsable }) => isUsable) ? { ok: true, degraded: true, reason } : { ok: false, reason };
  }

  private gauge(name: string, help: string, valueOf: (status: Status) => number | undefined): void {
    this.metrics.gauge({
      name,
      help,
      labels: ['source'],
      collect: (gauge) => {
        for (const status of this.inventory.statuses) {
          const value = valueOf(status);
          if (value !== undefined) gauge.set({ source: status.name }, value);
        }
      },
    });
  }
}

type Status = InventoryService['statuses'][number];
