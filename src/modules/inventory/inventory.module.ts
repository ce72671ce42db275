import { Module } from '@nestjs/common';
import { Settings } from '../../config/settings.js';
import { DevicesModule } from '../devices/devices.module.js';
import { PlatformRegistry } from '../devices/platforms/platform-registry.js';
import { LoadedPlugins } from '../plugins/loaded-plugins.js';
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
  imports: [DevicesModule],
  controllers: [InventoryController],
  providers: [
    {
      provide: InventorySources,
      inject: [Settings, SharedState, PlatformRegistry, LoadedPlugins],
      useFactory: createSources,
    },
    InventoryService,
    InventoryFilters,
    InventoryListing,
    InventoryHealth,
  ],
  exports: [InventoryService],
})
export class InventoryModule {}
