import { inTime } from '../../common/in-time.js';
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

/** How long the start waits for a plugin. */
const START_DEADLINE_MS = 60_000;

/** Sets how long a plugin may take for something that the start waits for. */
type Deadline = <T>(plugin: string, what: string, work: T | Promise<T>) => Promise<T>;

function deadlineOf(timeoutMs: number): Deadline {
  return (plugin, what, work) =>
    inTime(timeoutMs, work, () => new PluginError(plugin, `has not ended ${what} within ${timeoutMs / 1000} s`));
}

async function importPlugin(
  { name, specifier }: PluginReference,
  deadline: Deadline,
): Promise<Record<string, unknown>> {
  let module: unknown;
  try {
    module = await deadline(name, 'its import', import(specifier) as Promise<unknown>);
  } catch (error) {
    if (error instanceof PluginError) throw error;
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
    private readonly deadline: Deadline,
  ) {}

  /** Imports the plugins in their order. Throws `PluginError`, also for one that takes longer than `timeoutMs`, here or when it creates something. */
  static async load(references: readonly PluginReference[], timeoutMs = START_DEADLINE_MS): Promise<LoadedPlugins> {
    const deadline = deadlineOf(timeoutMs);
    const plugins = new LoadedPlugins(references, deadline);
    if (references.length > 0) resolvePluginApi();
    for (const reference of references) plugins.add(reference.name, await importPlugin(reference, deadline));
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
    this.sources.add(
      plugin,
      inventoriesOf(plugin, parts.inventories).map((one) => this.timed(plugin, one)),
    );
    this.stores.add(
      plugin,
      credentialsOf(plugin, parts.credentials).map((one) => this.timed(plugin, one)),
    );
    this.readers.add(plugin, parsersOf(plugin, parts.parsers));
    this.drivers.add(plugin, platformsOf(plugin, parts.platforms));
  }

  private timed<S, P>(plugin: string, [name, { settings, create }]: [string, Creating<S, P>]): [string, Timed<S, P>] {
    const timed = (values: never): Promise<P> => this.deadline(plugin, `create of "${name}"`, create(values));
    return [name, { settings, create: timed }];
  }
}

/** What makes a provider of its settings. */
interface Creating<S, P> {
  readonly settings: S;
  readonly create: (this: void, values: never) => P | Promise<P>;
}

interface Timed<S, P> extends Creating<S, P> {
  readonly create: (this: void, values: never) => Promise<P>;
}
