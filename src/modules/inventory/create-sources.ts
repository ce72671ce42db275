import { NautobotSettings } from '../../config/plugins/nautobot.settings.js';
import { NetBoxSettings } from '../../config/plugins/netbox.settings.js';
import { SolarWindsSettings } from '../../config/plugins/solarwinds.settings.js';
import { YamlInventorySettings } from '../../config/plugins/yaml-inventory.settings.js';
import { SettingsError } from '../../config/settings.errors.js';
import type { Settings } from '../../config/settings.js';
import { settingsClassOf } from '../../plugin-api/plugin-setting.js';
import { sourceNames, unknownSourceFault } from '../../config/source-names.js';
import type { PlatformRegistry } from '../devices/platforms/platform-registry.js';
import type { LoadedPlugins } from '../plugins/loaded-plugins.js';
import type { SharedState } from '../state/shared-state.port.js';
import { nautobotProvider } from './adapters/nautobot.inventory-provider.js';
import { netBoxProvider } from './adapters/netbox.inventory-provider.js';
import { SolarWindsInventoryProvider } from './adapters/solarwinds.inventory-provider.js';
import { YamlInventoryProvider } from './adapters/yaml.inventory-provider.js';
import { CopyStore } from './index/copy-store.js';
import { SourceIndex } from './index/source-index.js';
import type { InventoryProvider } from './inventory-provider.port.js';
import { InventorySources } from './inventory-sources.js';

type IsDriver = (name: string) => boolean;
type CreateProvider = (settings: Settings, isDriver: IsDriver) => InventoryProvider;

const BUILT_IN: Readonly<Record<string, CreateProvider>> = {
  yaml: (settings) => new YamlInventoryProvider(settings.plugin('yaml', YamlInventorySettings).inventoryFile),
  netbox: (settings, isDriver) => netBoxProvider(settings.plugin('netbox', NetBoxSettings), isDriver),
  nautobot: (settings, isDriver) => nautobotProvider(settings.plugin('nautobot', NautobotSettings), isDriver),
  solarwinds: (settings) => new SolarWindsInventoryProvider(settings.plugin('solarwinds', SolarWindsSettings)),
};

/** The sources that the settings name, in their order. Rejects with `SettingsError`. */
export async function createSources(
  settings: Settings,
  state: SharedState,
  platforms: PlatformRegistry,
  plugins: LoadedPlugins,
): Promise<InventorySources> {
  const { ttlMs, maxStaleMs } = settings.inventory;
  // Without Redis the shared state ends with this process, and a copy in it would be of no use to anybody.
  const shared = settings.redis.isConfigured ? new CopyStore(state, maxStaleMs) : undefined;
  const sources: SourceIndex[] = [];
  for (const name of sourceNames(settings.inventory)) {
    const provider = await createProvider(name, { settings, plugins, isDriver: (driver) => platforms.has(driver) });
    sources.push(
      new SourceIndex({ name, provider, ttlMs, maxStaleMs, ...(provider.isLocal ? {} : { store: shared }) }),
    );
  }
  return new InventorySources(sources, state);
}

interface Makings {
  readonly settings: Settings;
  readonly plugins: LoadedPlugins;
  readonly isDriver: IsDriver;
}

async function createProvider(name: string, { settings, plugins, isDriver }: Makings): Promise<InventoryProvider> {
  const builtIn = Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
  if (builtIn !== undefined) return builtIn(settings, isDriver);
  const plugin = plugins.inventories.get(name);
  if (plugin !== undefined) return plugin.create(settings.plugin(name, settingsClassOf(plugin.settings, 'controller')));
  const key = settings.inventory.sources.length > 0 ? 'inventory_sources' : 'inventory_type';
  throw new SettingsError([unknownSourceFault(key, name, [...Object.keys(BUILT_IN), ...plugins.inventories.keys()])]);
}
