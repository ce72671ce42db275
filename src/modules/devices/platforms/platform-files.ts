import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { load } from 'js-yaml';
import { errorMessage } from '../../../common/tom-error.js';
import { PlatformDefinitionError } from '../devices.errors.js';
import type { RawDefinition } from './platform-compiler.js';

/** A definition file: what it says, before `extends` is resolved. */
export interface PlatformFile {
  readonly path: string;
  readonly name: string;
  readonly parent: string | undefined;
  /** Keys in camel case, without `extends`. */
  readonly content: RawDefinition;
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

async function readPlatformFile(path: string): Promise<PlatformFile> {
  let document: unknown;
  try {
    document = camelKeys(load(await readFile(path, 'utf8'), { filename: path }));
  } catch (error) {
    throw new PlatformDefinitionError(`platform definition ${path} cannot be read: ${errorMessage(error)}`, {
      cause: error,
    });
  }
  if (!isRecord(document)) throw new PlatformDefinitionError(`platform definition ${path} is not a YAML mapping`);
  const { extends: parent, ...content } = document;
  if (parent !== undefined && typeof parent !== 'string') {
    throw new PlatformDefinitionError(
      `platform definition ${path} has a fault: extends must be the name of a platform`,
    );
  }
  const name = typeof content.name === 'string' ? content.name : basename(path).replace(/\.ya?ml$/, '');
  return { path, name, parent, content };
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
  return Promise.all(files.map((name) => readPlatformFile(join(directory, name))));
}
