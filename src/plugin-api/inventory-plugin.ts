import { readDeviceEntry, type DeviceEntry } from '../modules/inventory/device-entry.js';
import type { InventoryProvider } from '../modules/inventory/inventory-provider.port.js';
import type { InventoryItem } from '../modules/inventory/inventory.types.js';
import type { PluginSettings, SettingValuesOf } from './plugin-setting.js';

/** An inventory source that a plugin brings; `inventory_type` and `inventory_sources` select it by its name. */
export interface InventoryPlugin<S extends PluginSettings = PluginSettings> {
  /** Its settings, `plugin_<name>_<key>`. */
  readonly settings: S;
  /** Called once in a controller, when the source is selected. */
  create(this: void, settings: SettingValuesOf<S>): InventoryProvider | Promise<InventoryProvider>;
}

/** Describes an inventory source, so that `create` gets its settings with their types. */
export function defineInventory<S extends PluginSettings>(plugin: InventoryPlugin<S>): InventoryPlugin {
  return plugin;
}

/**
 * The item of a device whose fields were read from somewhere: checked, and a fault where they make no device. Secrets in
 * `adapter_options` are dropped. `fields` is what filters and `export/raw` see; default: what the device is made of.
 */
export function deviceItem(
  name: string,
  entry: DeviceEntry,
  fields: Readonly<Record<string, unknown>> = { ...entry, adapter_options: undefined },
): InventoryItem {
  const read = readDeviceEntry(name, entry);
  if ('faults' in read) {
    return { name, fault: `device "${name}": ${read.faults.map(({ message }) => message).join('; ')}` };
  }
  return { device: { ...read.device, enableSecret: undefined }, fields };
}
