import { createRequire } from 'node:module';
import { isAbsolute, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { errorMessage } from '../../common/tom-error.js';
import { PluginError } from './plugins.errors.js';

/** A plugin to be loaded: plain data, which crosses to threads. */
export interface PluginReference {
  /** As the settings name it. */
  readonly name: string;
  /** What to import. */
  readonly specifier: string;
}

/** Finds the modules that settings name; paths start at a directory. Throws `PluginError` for a path that leads nowhere. */
export function pluginReferences(names: readonly string[], directory: string): PluginReference[] {
  return names.map((name) => {
    const isPath = name.startsWith('.') || isAbsolute(name);
    return { name, specifier: isPath ? fileAt(resolve(directory, name), name) : packageFor(name, directory) };
  });
}

/** The package as it is installed at the directory, else the one beside Tom. */
function packageFor(name: string, directory: string): string {
  try {
    return pathToFileURL(createRequire(resolve(directory, 'package.json')).resolve(name)).href;
  } catch {
    return name;
  }
}

/** The module at a path: a file, or a directory with a `package.json` or an `index.js`. */
function fileAt(path: string, name: string): string {
  try {
    return pathToFileURL(createRequire(import.meta.url).resolve(path)).href;
  } catch (error) {
    throw new PluginError(name, `is not there: ${errorMessage(error).split('\n')[0]}`, error);
  }
}
