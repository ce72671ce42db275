import { posix } from 'node:path';
import type { TemplateFiles } from '../ttp/compile-context.js';
import type { TextsByName } from './library.types.js';

/** What a path begins with that leads to the installed pack of TTP templates. */
const PACK_SCHEME = 'ttp://';

/**
 * The files that a TTP template can name: those of its source, and with `ttp://` those of the pack. They are looked up among the
 * texts that were read from the two folders, so that no path leads anywhere else.
 */
export class LinkedFiles implements TemplateFiles {
  constructor(
    private readonly siblings: TextsByName,
    private readonly pack: TextsByName,
  ) {}

  read(path: string): string | undefined {
    const { texts, name } = this.locate(path);
    return texts.get(name);
  }

  list(path: string): readonly string[] | undefined {
    const { texts, name } = this.locate(path);
    const prefix = name === '.' ? '' : `${name.replace(/\/$/, '')}/`;
    const names = [...texts.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    const files = names.filter((key) => !key.includes('/')).sort();
    return names.length === 0 ? undefined : files;
  }

  private locate(path: string): { readonly texts: TextsByName; readonly name: string } {
    const written = path.trim();
    if (!written.startsWith(PACK_SCHEME)) return { texts: this.siblings, name: posix.normalize(written) };
    return { texts: this.pack, name: packFileName(posix.normalize(written.slice(PACK_SCHEME.length))) };
  }
}

/** The name of a file of the pack: those of the folder `platform`, which go by their own names, are kept above the others. */
export function packFileName(path: string): string {
  return path.replace(/^platform\//, '');
}
