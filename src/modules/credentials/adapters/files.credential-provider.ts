import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Secret } from '../../../common/secret.js';
import { didYouMean } from '../../../common/nearest-names.js';
import { errorMessage } from '../../../common/tom-error.js';
import { parseYamlMapping, YamlSyntaxError } from '../../../common/yaml-document.js';
import { partsOfId } from '../credential-id.js';
import { CredentialProvider } from '../credential-provider.port.js';
import type { Credential } from '../credential.types.js';
import { CredentialNotFoundError, CredentialStoreError } from '../credentials.errors.js';
import { readCredentialEntry } from '../credential-entry.js';
import { CREDENTIAL_FIELDS } from '../entry-fields.js';

/** Endings that a file may have beside the id. */
const ENDINGS = ['', '.yml', '.yaml', '.json'];

/** How often a folder is read whose files change meanwhile. */
const MOST_READINGS = 5;

function isMissing(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/**
 * Log-ins from a directory, as Docker and Kubernetes mount secrets: each is a folder with a file a field, or one file with all
 * fields as YAML or JSON. Files are read for every job, so that a changed secret is taken at once.
 */
export class FilesCredentialProvider extends CredentialProvider {
  constructor(private readonly directory: string) {
    super();
  }

  override async check(): Promise<void> {
    await this.names();
  }

  override async get(id: string): Promise<Credential> {
    for (const ending of partsOfId(id).length === 1 ? ENDINGS : []) {
      const path = join(this.directory, id + ending);
      const fields = await this.read(id, path);
      if (fields !== undefined) return this.credential(id, fields, path);
    }
    const hint = didYouMean(id, await this.listIds());
    throw new CredentialNotFoundError(`credential "${id}" is not in ${this.directory}${hint}`);
  }

  override async listIds(): Promise<string[]> {
    const ids = (await this.names()).map((name) => name.replace(/\.(ya?ml|json)$/, ''));
    return [...new Set(ids)].sort();
  }

  /** Kubernetes keeps what it swaps in hidden folders. */
  private async names(): Promise<string[]> {
    const names = await readdir(this.directory).catch((error: unknown) => {
      throw new CredentialStoreError(
        `directory of credentials ${this.directory} cannot be read: ${errorMessage(error)}`,
      );
    });
    return names.filter((name) => !name.startsWith('.'));
  }

  /** The fields at a path; `undefined` when nothing is there. */
  private async read(id: string, path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    try {
      return (await stat(path)).isDirectory() ? await readFolder(path) : readMapping(await readFile(path, 'utf8'));
    } catch (error) {
      if (isMissing(error)) return undefined;
      if (error instanceof YamlSyntaxError) {
        // Its own words may quote the file.
        const line = error.line === null ? '' : `, see line ${error.line}`;
        throw new CredentialNotFoundError(`credential "${id}": ${path} is no mapping in YAML or JSON${line}`);
      }
      throw new CredentialStoreError(`credential "${id}": ${path} cannot be read: ${errorMessage(error)}`);
    }
  }

  private async credential(id: string, fields: unknown, path: string): Promise<Credential> {
    const entry = readCredentialEntry(id, fields);
    if (typeof entry === 'string') {
      throw new CredentialNotFoundError(`credential "${id}" in ${path} is incomplete: ${entry}`);
    }
    const { credential, privateKeyFile } = entry;
    if (privateKeyFile === undefined || credential.privateKey === undefined) return credential;
    const keyPath = resolve(this.directory, privateKeyFile);
    const key = await readFile(keyPath, 'utf8').catch((error: unknown) => {
      throw new CredentialNotFoundError(
        `credential "${id}" in ${path}: private_key_file cannot be read: ${errorMessage(error)}`,
      );
    });
    return { ...credential, privateKey: { ...credential.privateKey, key: new Secret(key) } };
  }
}

function readMapping(text: string): Record<string, unknown> {
  return Object.fromEntries(parseYamlMapping(text).entries);
}

/** The fields of a folder, all of one moment: half of an old log-in and half of a new one would be refused by devices. */
async function readFolder(path: string): Promise<Record<string, unknown>> {
  for (let readings = 0; readings < MOST_READINGS; readings++) {
    const names = await readdir(path);
    const fields = CREDENTIAL_FIELDS.filter((field) => names.includes(field));
    const before = await versionsOf(path, fields);
    const values = await Promise.all(fields.map(async (field) => [field, await readField(path, field)] as const));
    if (before === (await versionsOf(path, fields))) return Object.fromEntries(values);
  }
  throw new Error('its files change all the time');
}

/** The line end that editors and `echo` put behind a value is no part of it. */
async function readField(path: string, field: string): Promise<string | undefined> {
  const text = await readFile(join(path, field), 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  return field === 'private_key' ? text : text?.replace(/\r?\n$/, '');
}

async function versionsOf(path: string, fields: readonly string[]): Promise<string> {
  const files = await Promise.all(
    fields.map((field) => stat(join(path, field), { bigint: true }).catch(() => undefined)),
  );
  return files.map((file) => [file?.ino, file?.mtimeNs, file?.size].join()).join(';');
}
