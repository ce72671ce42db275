import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry } from '../../common/health/health-registry.js';
import { InventoryService } from './inventory.service.js';

/** Says whether the inventory can be read. */
@Injectable()
export class InventoryHealth implements OnModuleInit {
  constructor(
    private readonly inventory: InventoryService,
    private readonly health: HealthRegistry,
  ) {}

  onModuleInit(): void {
    this.health.register('inventory', async () => {
      await this.inventory.listDevices();
      return { ok: true };
    });
  }
}
