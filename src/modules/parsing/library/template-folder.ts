import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hasErrorCode } from '../../../common/error-code.js';
import { INDEX_FILE } from './library-index.js';
import type { TemplateLanguage, TextsByName } from './library.types.js';

/** The files of a folder of templates. */
export interface FolderContent {
  /** Text of each template by the name of its file. */
  readonly templates: TextsByName;
  /** The other files, where templates can name them; else none. */
  readonly attachments: TextsByName;
  /** Text of the index; empty when there is none. */
  readonly index: string;
}

export const EMPTY_FOLDER: FolderContent = { templates: new Map(), attachments: new Map(), index: '' };

/** A file that is deleted while its folder is read is as good as one that never was. */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Reads the templates and the index of a folder; a folder that is not there is empty. Throws when it cannot be read. Done in
 * one go: a thousand small files are read many times faster than with a promise for each.
 */
export function readTemplateFolder(
  directory: string,
  { extensions, isLinked }: Pick<TemplateLanguage<unknown>, 'extensions' | 'isLinked'>,
): FolderContent {
  const templates = new Map<string, string>();
  const attachments = new Map<string, string>();
  for (const name of isLinked ? namesBelow(directory) : namesIn(directory)) {
    const isTemplate = extensions.some((extension) => name.endsWith(extension));
    if (name === INDEX_FILE || name.startsWith('.') || !(isTemplate || isLinked)) continue;
    const text = readIfThere(join(directory, name));
    if (text !== undefined) (isTemplate ? templates : attachments).set(name, text);
  }
  return { templates, attachments, index: readIfThere(join(directory, INDEX_FILE)) ?? '' };
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** Hidden folders are passed over, and so are links to folders, which could lead anywhere. */
function namesBelow(directory: string, prefix = ''): string[] {
  return namesIn(join(directory, prefix)).flatMap((base) => {
    const name = prefix + base;
    if (base.startsWith('.')) return [];
    const found = lstatSync(join(directory, name), { throwIfNoEntry: false });
    if (found?.isDirectory() === true) return namesBelow(directory, `${name}/`);
    return isFile(join(directory, name)) ? [name] : [];
  });
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
