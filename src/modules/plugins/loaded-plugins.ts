import { didYouMean } from '../../common/nearest-names.js';
import { errorMessage } from '../../common/tom-error.js';
import type { TomPlugin } from '../../plugin-api/index.js';
import type { TtpMacro } from '../parsing/ttp/ttp-functions.js';
import type { PluginReference } from './plugin-reference.js';
import { PluginError } from './plugins.errors.js';

const PARTS: readonly (keyof TomPlugin)[] = ['ttpMacros'];

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

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
  for (const part of Object.keys(plugin)) {
    if (PARTS.some((known) => known === part)) continue;
    throw new PluginError(
      name,
      `has a part "${part}", which is unknown${didYouMean(part, PARTS) || `; known: ${PARTS.join(', ')}`}`,
    );
  }
  return plugin;
}

function macrosOf(name: string, macros: unknown): [string, TtpMacro][] {
  if (macros === undefined) return [];
  if (!isRecord(macros)) throw new PluginError(name, 'needs an object of functions as ttpMacros');
  return Object.entries(macros).map(([macro, run]) => {
    if (typeof run !== 'function') throw new PluginError(name, `has a macro "${macro}" that is no function`);
    if (run.constructor.name === 'AsyncFunction') {
      throw new PluginError(name, `has a macro "${macro}" that is async; parsing does not wait for it`);
    }
    return [macro, run as TtpMacro];
  });
}

/** What the plugins of this process, or of a thread, add to Tom. */
export class LoadedPlugins {
  private readonly macros = new Map<string, { readonly run: TtpMacro; readonly plugin: string }>();

  private constructor(
    /** The plugins themselves, for other threads to load them. */
    readonly references: readonly PluginReference[],
  ) {}

  /** Imports the plugins in their order. Throws `PluginError`. */
  static async load(references: readonly PluginReference[]): Promise<LoadedPlugins> {
    const plugins = new LoadedPlugins(references);
    for (const reference of references) plugins.add(reference.name, await importPlugin(reference));
    return plugins;
  }

  /** By the names that templates use. */
  get ttpMacros(): ReadonlyMap<string, TtpMacro> {
    return new Map([...this.macros].map(([name, { run }]) => [name, run]));
  }

  private add(plugin: string, { ttpMacros }: Record<string, unknown>): void {
    for (const [name, run] of macrosOf(plugin, ttpMacros)) {
      const other = this.macros.get(name);
      if (other !== undefined) {
        throw new PluginError(plugin, `has a macro "${name}", and so has plugin "${other.plugin}"; keep one of them`);
      }
      this.macros.set(name, { run, plugin });
    }
  }
}
