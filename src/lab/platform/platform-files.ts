import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { didYouMean } from '../../common/nearest-names.js';
import { errorMessage } from '../../common/tom-error.js';
import { parseYamlMapping } from '../../common/yaml-document.js';
import { LabSettingsError } from '../lab.errors.js';

const DESCRIPTION_FILE = 'device.yaml';

/** The files of a platform, those of the family it extends included. */
export interface PlatformFiles {
  /** Path of the description, for errors. */
  readonly path: string;
  /** What the description says, not checked yet. */
  readonly description: Readonly<Record<string, unknown>>;
  /** Paths of the transcripts by file name. */
  readonly transcripts: ReadonlyMap<string, string>;
}

/** @throws LabSettingsError when the file cannot be read */
export async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new LabSettingsError(`${path} cannot be read: ${errorMessage(error)}`, { cause: error });
  }
}

/** @throws LabSettingsError when the text is no YAML */
export function parseDescription(text: string, path: string): Record<string, unknown> {
  try {
    return Object.fromEntries(parseYamlMapping(text).entries);
  } catch (error) {
    throw new LabSettingsError(`${path} is no usable YAML: ${errorMessage(error)}`, { cause: error });
  }
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keys of `own` win, mappings are merged, and commands are added in front of those of the family. */
function merge(family: unknown, own: unknown, key = ''): unknown {
  if (own === undefined) return family;
  if (key === 'commands' && Array.isArray(own) && Array.isArray(family))
    return [...(own as unknown[]), ...(family as unknown[])];
  if (!isMapping(family) || !isMapping(own)) return own;
  const keys = new Set([...Object.keys(family), ...Object.keys(own)]);
  return Object.fromEntries(Array.from(keys, (name) => [name, merge(family[name], own[name], name)]));
}

async function readFolder(folder: string): Promise<PlatformFiles> {
  const path = join(folder, DESCRIPTION_FILE);
  const description = parseDescription(await readText(path), path);
  const files = (await readdir(folder)).filter((file) => file.endsWith('.txt')).sort();
  return { path, description, transcripts: new Map(files.map((file) => [file, join(folder, file)])) };
}

/**
 * Reads a platform's folder and, where its description has `extends`, those of its families.
 * @throws LabSettingsError when a file cannot be read or a family is unknown
 */
export async function readPlatformFiles(
  name: string,
  folders: ReadonlyMap<string, string>,
  readBefore: readonly string[] = [],
): Promise<PlatformFiles> {
  const own = await readFolder(folders.get(name) ?? '');
  const { extends: family, ...rest } = own.description;
  if (family === undefined) return own;
  const chain = [...readBefore, name];
  if (typeof family !== 'string' || !folders.has(family) || chain.includes(family)) {
    const hint = typeof family === 'string' ? didYouMean(family, folders.keys()) : '';
    throw new LabSettingsError(`${own.path}: extends must be the name of another platform${hint}`);
  }
  const inherited = await readPlatformFiles(family, folders, chain);
  return {
    path: own.path,
    description: merge(inherited.description, rest) as Record<string, unknown>,
    transcripts: new Map([...inherited.transcripts, ...own.transcripts]),
  };
}
