import { IsIn } from 'class-validator';
import { Setting } from '../setting.decorator.js';
import { choice, integerMap } from '../setting-types.js';

/** Where devices come from. */
export class InventorySettings {
  @Setting({
    key: 'inventory_type',
    type: choice(),
    roles: ['controller'],
    description: 'Inventory source in use. Its own settings are `plugin_<name>_<setting>`.',
  })
  @IsIn(['yaml'], { message: '$property must be "yaml", the only inventory source of this version' })
  readonly type: string = 'yaml';

  @Setting({
    key: 'inventory_plugins',
    type: integerMap,
    roles: ['controller'],
    description: 'Priority of each inventory source, the lowest first; only the source of `inventory_type` is active.',
  })
  readonly plugins: Readonly<Record<string, number>> = { yaml: 100, nautobot: 150, netbox: 160, solarwinds: 200 };
}
