import { Module } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { SharedState } from '../state/shared-state.port.js';
import { createSources } from './create-sources.js';
import { InventoryController } from './api/inventory.controller.js';
import { InventoryFilters } from './filters/inventory-filters.js';
import { InventoryListing } from './api/inventory-listing.js';
import { InventoryHealth } from './inventory-health.js';
import { InventorySources } from './inventory-sources.js';
import { InventoryService } from './inventory.service.js';

/** Devices, from the sources that the settings name. */
@Module({
  controllers: [InventoryController],
  providers: [
    { provide: InventorySources, inject: [Settings, SharedState], useFactory: createSources },
    InventoryService,
    InventoryFilters,
    InventoryListing,
    InventoryHealth,
  ],
  exports: [InventoryService],
})
export class InventoryModule {}
