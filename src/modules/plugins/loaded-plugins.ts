import { errorMessage } from '../../common/tom-error.js';
import type { CredentialPlugin } from '../../plugin-api/credential-plugin.js';
import type { InventoryPlugin } from '../../plugin-api/inventory-plugin.js';
import type { ParserPlugin } from '../../plugin-api/parser-plugin.js';
import type { PlatformPlugin } from '../../plugin-api/platform-plugin.js';
import type { PluginPlatform } from '../devices/platforms/plugin-platform.js';
import type { TtpMacro } from '../parsing/ttp/ttp-functions.js';
import { resolvePluginApi } from './plugin-api-resolver.js';
import { checkParts, credentialsOf, inventoriesOf, isRecord, macrosOf } from './plugin-parts.js';
import { parsersOf, platformsOf } from './plugin-reading-parts.js';
import type { PluginReference } from './plugin-reference.js';
import { PluginError } from './plugins.errors.js';

async function importPlugin({ name, specifier }: PluginReference): Promise<Record<string, unknown>> {
  let module: unknown;
  try {
    module = await import(specifier);
  } catch (error) {
    throw new PluginError(name, `cannot be loaded: ${errorMessage(error)}`, error);
  }
  const plugin = isRecord(module) ? module.default : undefined;
  if (!isRecord(plugin))
    throw new PluginError(name, 'has to export an object by default: export default { ttpMacros: … }');
  checkParts(name, plugin);
  return plugin;
}

/** Things of one kind by their names, and the plugin that each is from. */
class PartsByName<T> {
  private readonly parts = new Map<string, { readonly part: T; readonly plugin: string }>();

  constructor(private readonly kind: string) {}

  add(plugin: string, parts: readonly (readonly [string, T])[]): void {
    for (const [name, part] of parts) {
      const other = this.parts.get(name);
      if (other !== undefined) {
        const reason = `has ${this.kind} "${name}", and so has plugin "${other.plugin}"; keep one of them`;
        throw new PluginError(plugin, reason);
      }
      this.parts.set(name, { part, plugin });
    }
  }

  all(): { readonly name: string; readonly part: T; readonly plugin: string }[] {
    return [...this.parts].map(([name, { part, plugin }]) => ({ name, part, plugin }));
  }

  byName(): ReadonlyMap<string, T> {
    return new Map([...this.parts].map(([name, { part }]) => [name, part]));
  }
}

/** What the plugins of this process, or of a thread, add to Tom. */
export class LoadedPlugins {
  private readonly macros = new PartsByName<TtpMacro>('a macro');
  private readonly sources = new PartsByName<InventoryPlugin>('an inventory source');
  private readonly stores = new PartsByName<CredentialPlugin>('a credential store');
  private readonly readers = new PartsByName<ParserPlugin>('a parser');
  private readonly drivers = new PartsByName<PlatformPlugin>('a platform');

  private constructor(
    /** The plugins themselves, for other threads to load them. */
    readonly references: readonly PluginReference[],
  ) {}

  /** Imports the plugins in their order. Throws `PluginError`. */
  static async load(references: readonly PluginReference[]): Promise<LoadedPlugins> {
    const plugins = new LoadedPlugins(references);
    if (references.length > 0) resolvePluginApi();
    for (const reference of references) plugins.add(reference.name, await importPlugin(reference));
    return plugins;
  }

  /** By the names that templates use. */
  get ttpMacros(): ReadonlyMap<string, TtpMacro> {
    return this.macros.byName();
  }

  /** By the names that settings use. */
  get inventories(): ReadonlyMap<string, InventoryPlugin> {
    return this.sources.byName();
  }

  /** By the names that settings use. */
  get credentials(): ReadonlyMap<string, CredentialPlugin> {
    return this.stores.byName();
  }

  /** By the names that requests use. */
  get parsers(): ReadonlyMap<string, ParserPlugin> {
    return this.readers.byName();
  }

  /** Definitions of platforms; none of them is checked yet. */
  get platforms(): PluginPlatform[] {
    return this.drivers.all().map(({ name, plugin, part }) => ({ name, plugin, definition: part }));
  }

  private add(plugin: string, parts: Record<string, unknown>): void {
    this.macros.add(plugin, macrosOf(plugin, parts.ttpMacros));
    this.sources.add(plugin, inventoriesOf(plugin, parts.inventories));
    this.stores.add(plugin, credentialsOf(plugin, parts.credentials));
    this.readers.add(plugin, parsersOf(plugin, parts.parsers));
    this.drivers.add(plugin, platformsOf(plugin, parts.platforms));
  }
}
