import { YamlInventorySettings } from '../../config/plugins/yaml-inventory.settings.js';
import { SettingsError } from '../../config/settings.errors.js';
import type { Settings } from '../../config/settings.js';
import { sourceNames, unknownSourceFault } from '../../config/source-names.js';
import type { SharedState } from '../state/shared-state.port.js';
import { YamlInventoryProvider } from './adapters/yaml.inventory-provider.js';
import { CopyStore } from './index/copy-store.js';
import { SourceIndex } from './index/source-index.js';
import type { InventoryProvider } from './inventory-provider.port.js';
import { InventorySources } from './inventory-sources.js';

type CreateProvider = (settings: Settings) => InventoryProvider;

const BUILT_IN: Readonly<Record<string, CreateProvider>> = {
  yaml: (settings) => new YamlInventoryProvider(settings.plugin('yaml', YamlInventorySettings).inventoryFile),
};

/** The sources that the settings name, in their order. Throws `SettingsError`. */
export function createSources(settings: Settings, state: SharedState): InventorySources {
  const { ttlMs, maxStaleMs } = settings.inventory;
  // Without Redis the shared state ends with this process, and a copy in it would be of no use to anybody.
  const shared = settings.redis.isConfigured ? new CopyStore(state, maxStaleMs) : undefined;
  const sources = sourceNames(settings.inventory).map((name) => {
    const create = BUILT_IN[name];
    if (create === undefined)
      throw new SettingsError([unknownSourceFault('inventory_type', name, Object.keys(BUILT_IN))]);
    const provider = create(settings);
    return new SourceIndex({ name, provider, ttlMs, maxStaleMs, ...(provider.isLocal ? {} : { store: shared }) });
  });
  return new InventorySources(sources, state);
}
