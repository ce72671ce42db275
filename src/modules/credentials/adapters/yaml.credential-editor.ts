import { readFile, rename, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { errorMessage } from '../../../common/tom-error.js';
import { parseYamlMapping, YamlSyntaxError, type YamlMapping } from '../../../common/yaml-document.js';
import type { CredentialEditor, CredentialFields } from '../credential-editor.port.js';
import { CredentialStoreError } from '../credentials.errors.js';

/** Writes the credential file entry by entry; what else stands in it, comments too, stays as it is. */
export class YamlCredentialEditor implements CredentialEditor {
  constructor(private readonly path: string) {}

  async put(id: string, fields: CredentialFields): Promise<void> {
    const { text, mapping } = await this.read();
    const entries = new Map(mapping.entries).set(id, fields);
    // JSON is YAML, and needs no rules of quoting of its own.
    const lines = Object.entries(fields).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`);
    await this.write(replaced(text, mapping, id, [`${JSON.stringify(id)}:`, ...lines]), entries);
  }

  async remove(id: string): Promise<boolean> {
    const { text, mapping } = await this.read();
    const entries = new Map(mapping.entries);
    if (!entries.delete(id)) return false;
    await this.write(replaced(text, mapping, id, []), entries);
    return true;
  }

  private async read(): Promise<{ text: string; mapping: YamlMapping }> {
    const text = await readFile(this.path, 'utf8').catch((error: unknown) => {
      if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return '';
      throw this.refuse(errorMessage(error));
    });
    return { text, mapping: this.parse(text) };
  }

  private parse(text: string): YamlMapping {
    try {
      return parseYamlMapping(text.trim() === '' ? '{}' : text);
    } catch (error) {
      if (!(error instanceof YamlSyntaxError)) throw error;
      throw this.refuse(
        error.line === null ? 'it is no YAML mapping' : `it is no YAML mapping, see line ${error.line}`,
      );
    }
  }

  /** Replaces the file, whole or not at all, once it is certain that it says what it is to say. */
  private async write(text: string, meant: ReadonlyMap<string, unknown>): Promise<void> {
    // A file in flow style (JSON) is written anew as a whole.
    const written = says(text, meant) ? text : `${JSON.stringify(Object.fromEntries(meant), null, 2)}\n`;
    const draft = `${this.path}.new`;
    try {
      await writeFile(draft, written, { mode: 0o600 });
      await rename(draft, this.path);
    } catch (error) {
      throw this.refuse(errorMessage(error));
    }
  }

  private refuse(reason: string): CredentialStoreError {
    return new CredentialStoreError(`credential file ${this.path} cannot be changed: ${reason}`);
  }
}

function says(text: string, meant: ReadonlyMap<string, unknown>): boolean {
  try {
    return isDeepStrictEqual(Object.fromEntries(parseYamlMapping(text).entries), Object.fromEntries(meant));
  } catch (error) {
    if (!(error instanceof YamlSyntaxError)) throw error;
    return meant.size === 0 && text.trim() === '';
  }
}

/** The text with these lines in place of an entry, or at its end. */
function replaced(text: string, mapping: YamlMapping, id: string, entry: readonly string[]): string {
  const lines = text.replace(/\n$/, '').split('\n');
  if (!mapping.entries.has(id))
    return `${[...lines.filter((line, at) => line !== '' || at > 0), ...entry].join('\n')}\n`;
  const start = mapping.lineOf([id]) - 1;
  const length = lines.slice(start + 1).findIndex((line) => /^\S/.test(line));
  const end = length < 0 ? lines.length : start + 1 + length;
  return `${[...lines.slice(0, start), ...entry, ...lines.slice(end)].join('\n')}\n`;
}
