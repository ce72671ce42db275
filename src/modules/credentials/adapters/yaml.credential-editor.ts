import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { hasErrorCode } from '../../../common/error-code.js';
import { FileLock, type StillHeld } from '../../../common/file-lock.js';
import { replaceFile } from '../../../common/replace-file.js';
import { errorMessage, TomError } from '../../../common/tom-error.js';
import { parseYamlMapping, YamlSyntaxError, type YamlMapping } from '../../../common/yaml-document.js';
import type { CredentialEditor, CredentialFields } from '../credential-editor.port.js';
import { CredentialStoreError } from '../credentials.errors.js';

/** Writes the credential file entry by entry, one change at a time; what else stands in it, comments too, stays as it is. */
export class YamlCredentialEditor implements CredentialEditor {
  private readonly lock: FileLock;

  constructor(private readonly path: string) {
    this.lock = new FileLock({ file: `${path}.lock`, refuse: (reason) => this.refuse(reason) });
  }

  put(id: string, fields: CredentialFields): Promise<void> {
    return this.change(async (stillHeld) => {
      const { text, mapping } = await this.read();
      const entries = new Map(mapping.entries).set(id, fields);
      // JSON is YAML, and needs no rules of quoting of its own.
      const lines = Object.entries(fields).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}`);
      await this.write(replaced(text, mapping, id, [`${JSON.stringify(id)}:`, ...lines]), entries, stillHeld);
    });
  }

  remove(id: string): Promise<boolean> {
    return this.change(async (stillHeld) => {
      const { text, mapping } = await this.read();
      const entries = new Map(mapping.entries);
      if (!entries.delete(id)) return false;
      await this.write(replaced(text, mapping, id, []), entries, stillHeld);
      return true;
    });
  }

  private async change<R>(change: (stillHeld: StillHeld) => Promise<R>): Promise<R> {
    try {
      return await this.lock.hold(change);
    } catch (error) {
      throw error instanceof TomError ? error : this.refuse(errorMessage(error));
    }
  }

  private async read(): Promise<{ text: string; mapping: YamlMapping }> {
    const text = await readFile(this.path, 'utf8').catch((error: unknown) => {
      if (hasErrorCode(error, 'ENOENT')) return '';
      throw error;
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
  private async write(text: string, meant: ReadonlyMap<string, unknown>, before: StillHeld): Promise<void> {
    // A file in flow style (JSON) is written anew as a whole.
    const written = says(text, meant) ? text : `${JSON.stringify(Object.fromEntries(meant), null, 2)}\n`;
    await replaceFile(this.path, written, { mode: 0o600, before });
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
