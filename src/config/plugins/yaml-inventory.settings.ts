import { Setting } from '../setting.decorator.js';
import { path } from '../setting-types.js';

/** Inventory from a YAML file, `inventory_type: yaml`. */
export class YamlInventorySettings {
  @Setting({
    key: 'inventory_file',
    type: path,
    roles: ['controller'],
    description:
      'File with the devices: name → host, port, adapter, adapter_driver, adapter_options, credential_id. A directory stands for its YAML ' +
      'files; `*` in a name for any characters, `**` for any directories. See `docs/inventory.md`.',
  })
  readonly inventoryFile: string = 'inventory/inventory.yml';
}
