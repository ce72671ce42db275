import type { OutputReader, ParserPlugin } from '../../plugin-api/parser-plugin.js';
import type { PlatformPlugin } from '../../plugin-api/platform-plugin.js';
import { readerFault } from '../parsing/library/reader-index.js';
import { OWN_PARSERS } from '../parsing/parser-name.js';
import { isRecord, partsOf } from './plugin-parts.js';
import { PluginError } from './plugins.errors.js';

/** Names that mean something else in the API's routes. */
const TAKEN: readonly string[] = [...OWN_PARSERS, 'match'];
/** What can stand in an index of templates. */
const READER_NAME = /^[A-Za-z0-9][\w.+-]*$/;

/** The parsers of a plugin. Throws `PluginError`. */
export function parsersOf(plugin: string, parsers: unknown): [string, ParserPlugin][] {
  return partsOf(plugin, parsers, { part: 'parsers', kind: 'a parser' }).map(([name, parser]) => {
    if (TAKEN.includes(name)) throw new PluginError(plugin, `has a parser "${name}", a name that Tom has itself`);
    if (!isRecord(parser) || !isRecord(parser.readers) || typeof parser.description !== 'string') {
      throw new PluginError(plugin, `has a parser "${name}" that is none: it needs description and readers`);
    }
    for (const [reader, definition] of Object.entries(parser.readers)) {
      const fault = faultOf(reader, definition);
      if (fault === undefined) continue;
      throw new PluginError(plugin, `has a parser "${name}" with a fault in its reader "${reader}": ${fault}`);
    }
    return [name, parser as unknown as ParserPlugin];
  });
}

function faultOf(name: string, reader: unknown): string | undefined {
  if (!READER_NAME.test(name)) return 'its name must be letters, digits and . _ - +';
  if (!isRecord(reader) || typeof reader.description !== 'string' || typeof reader.read !== 'function') {
    return 'it needs description and read';
  }
  if (reader.read.constructor.name === 'AsyncFunction') return 'read is async; parsing does not wait for it';
  return readerFault(name, reader as unknown as OutputReader);
}

/** The platforms of a plugin, with their names; what they say is checked with all other platforms. Throws `PluginError`. */
export function platformsOf(plugin: string, platforms: unknown): [string, PlatformPlugin][] {
  return partsOf(plugin, platforms, { part: 'platforms', kind: 'a platform' }).map(([name, platform]) => {
    if (!isRecord(platform)) throw new PluginError(plugin, `has a platform "${name}" that is no object`);
    const { name: own = name } = platform;
    if (own !== name) throw new PluginError(plugin, `has a platform "${name}" that has another name in itself`);
    return [name, { ...platform, name } as unknown as PlatformPlugin];
  });
}
