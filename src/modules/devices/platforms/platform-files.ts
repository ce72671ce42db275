import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { load } from 'js-yaml';
import { errorMessage } from '../../../common/tom-error.js';
import { PlatformDefinitionError } from '../devices.errors.js';

/** A definition as read from a file, keys in camel case, nothing checked. */
export type RawDefinition = Readonly<Record<string, unknown>>;

/** A definition of a file or a plugin: what it says, before `extends` is resolved. */
export interface PlatformFile {
  /** Where it is from, for errors: a file, or a plugin. */
  readonly path: string;
  readonly name: string;
  /** Every name it goes by, the canonical one first. */
  readonly names: readonly string[];
  readonly parent: string | undefined;
  /** What a family has in common: no platform by itself. */
  readonly isAbstract: boolean;
  /** Keys in camel case, without `extends` and `abstract`. */
  readonly content: RawDefinition;
}

/** The keys that hold further names of a platform. */
const NAME_KEYS = ['netmikoNames', 'scrapliNames', 'aliases'] as const;

/** Every name of a definition once, the canonical one first. */
export function platformNames(name: string, content: RawDefinition): string[] {
  const others = NAME_KEYS.flatMap((key) => content[key] ?? []).filter((other) => typeof other === 'string');
  return [...new Set([name, ...others])];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, entry]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      camelKeys(entry),
    ]),
  );
}

/** Not in the background: for many small files, once at the start, that takes ten times as long. */
function readPlatformFile(path: string): PlatformFile {
  let document: unknown;
  try {
    document = load(readFileSync(path, 'utf8'), { filename: path });
  } catch (error) {
    throw new PlatformDefinitionError(`platform definition ${path} cannot be read: ${errorMessage(error)}`, {
      cause: error,
    });
  }
  return platformOfDocument(path, document, basename(path).replace(/\.ya?ml$/, ''));
}

/** What a definition says, with `usualName` where it has no `name`. Throws `PlatformDefinitionError`. */
export function platformOfDocument(path: string, snakeDocument: unknown, usualName: string): PlatformFile {
  const document = camelKeys(snakeDocument);
  if (!isRecord(document)) throw new PlatformDefinitionError(`platform definition ${path} is not a YAML mapping`);
  const { extends: parent, abstract: isAbstract = false, ...content } = document;
  if (parent !== undefined && typeof parent !== 'string') {
    throw new PlatformDefinitionError(
      `platform definition ${path} has a fault: extends must be the name of a platform`,
    );
  }
  if (typeof isAbstract !== 'boolean') {
    throw new PlatformDefinitionError(`platform definition ${path} has a fault: abstract must be true or false`);
  }
  const name = typeof content.name === 'string' ? content.name : usualName;
  return { path, name, names: platformNames(name, content), parent, isAbstract, content };
}

/** Reads every `*.yaml` and `*.yml` of a directory, in the order of their names. */
export async function readPlatformFiles(directory: string): Promise<PlatformFile[]> {
  let names: string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    throw new PlatformDefinitionError(`platform_dir ${directory} cannot be read: ${errorMessage(error)}`, {
      cause: error,
    });
  }
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  return files.map((name) => readPlatformFile(join(directory, name)));
}
