import { Module } from '@nestjs/common';
import { YamlInventorySettings } from '../../config/plugins/yaml-inventory.settings.js';
import { SettingsError } from '../../config/settings.errors.js';
import { sourceNames } from '../../config/source-names.js';
import { Settings } from '../../config/settings.js';
import { YamlInventoryProvider } from './adapters/yaml.inventory-provider.js';
import { InventoryController } from './api/inventory.controller.js';
import { InventoryProvider } from './inventory-provider.port.js';
import { InventoryHealth } from './inventory-health.js';
import { InventoryService } from './inventory.service.js';

/** Devices, from the source that `inventory_type` selects. */
@Module({
  controllers: [InventoryController],
  providers: [
    {
      provide: InventoryProvider,
      inject: [Settings],
      useFactory: (settings: Settings): InventoryProvider => {
        const missing = sourceNames(settings.inventory).filter((name) => name !== 'yaml');
        if (missing.length > 0) throw new SettingsError(missing.map((name) => `source "${name}" is not available yet`));
        return new YamlInventoryProvider(settings.plugin('yaml', YamlInventorySettings).inventoryFile);
      },
    },
    InventoryService,
    InventoryHealth,
  ],
  exports: [InventoryService],
})
export class InventoryModule {}
