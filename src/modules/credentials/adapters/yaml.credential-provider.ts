import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Logger } from '@nestjs/common';
import { didYouMean } from '../../../common/nearest-names.js';
import { Secret } from '../../../common/secret.js';
import { errorMessage } from '../../../common/tom-error.js';
import { WatchedFile } from '../../../common/watched-file.js';
import { parseYamlMapping, YamlSyntaxError } from '../../../common/yaml-document.js';
import { CredentialProvider } from '../credential-provider.port.js';
import type { Credential } from '../credential.types.js';
import { CredentialNotFoundError, CredentialStoreError } from '../credentials.errors.js';
import { readCredentialEntry, type CredentialEntry } from '../credential-entry.js';

export interface YamlCredentialOptions {
  /** The credential file, absolute or from the working directory. */
  readonly path: string;
  /** In production a file that every user can read is refused; outside development there is a warning. */
  readonly environment: 'development' | 'production' | 'unknown';
}

const OTHERS_MAY_READ = 0o004;

function isReadableByAll(path: string): boolean {
  return (statSync(path).mode & OTHERS_MAY_READ) !== 0;
}

/**
 * Log-ins from a YAML file, `id: {username, password, …}`. For development: the passwords lie in it in the clear.
 * The file is read again when it changes; one that cannot be read leaves the last good version in force.
 */
export class YamlCredentialProvider extends CredentialProvider {
  private readonly logger = new Logger('Credentials');
  private readonly file: WatchedFile;
  private entries: ReadonlyMap<string, CredentialEntry | string> | undefined;
  private unreadable = 'it was not read yet';

  constructor(private readonly options: YamlCredentialOptions) {
    super();
    this.file = new WatchedFile(options.path, {
      onText: (text) => this.load(text),
      onUnreadable: (error) => this.keepLastGood(errorMessage(error)),
    });
  }

  override async start(): Promise<void> {
    const { environment, path } = this.options;
    if (environment !== 'development') {
      this.logger.warn(`${path} holds passwords in the clear: use it for development only`);
    }
    await this.file.start();
  }

  override async stop(): Promise<void> {
    await this.file.stop();
  }

  override async check(): Promise<void> {
    this.loaded();
  }

  override async get(id: string): Promise<Credential> {
    const entries = this.loaded();
    const entry = entries.get(id);
    if (entry === undefined) {
      const hint = didYouMean(id, entries.keys());
      throw new CredentialNotFoundError(`credential "${id}" is not in ${this.options.path}${hint}`);
    }
    if (typeof entry === 'string') {
      throw new CredentialNotFoundError(`credential "${id}" in ${this.options.path} is incomplete: ${entry}`);
    }
    return this.withKeyOfFile(entry);
  }

  override async listIds(): Promise<string[]> {
    return [...this.loaded().keys()].sort();
  }

  /** The key's file is read each time, so that a new key is taken at once. */
  private async withKeyOfFile({ credential, privateKeyFile }: CredentialEntry): Promise<Credential> {
    const { privateKey } = credential;
    if (privateKeyFile === undefined || privateKey === undefined) return credential;
    const path = resolve(dirname(this.options.path), privateKeyFile);
    const key = await readFile(path, 'utf8').catch((error: unknown) => {
      throw new CredentialNotFoundError(
        `credential "${credential.id}" in ${this.options.path}: private_key_file cannot be read: ${errorMessage(error)}`,
      );
    });
    return { ...credential, privateKey: { ...privateKey, key: new Secret(key) } };
  }

  private loaded(): ReadonlyMap<string, CredentialEntry | string> {
    if (this.entries === undefined) {
      throw new CredentialStoreError(`credential file ${this.options.path} is not taken: ${this.unreadable}`);
    }
    return this.entries;
  }

  private load(text: string): void {
    const { environment, path } = this.options;
    if (environment !== 'development' && isReadableByAll(path)) {
      if (environment === 'production') {
        this.keepLastGood('every user of this machine can read it: chmod o-r it and start again');
        return;
      }
      this.logger.warn(
        `every user of this machine can read ${path}: chmod o-r it; environment: production would refuse it`,
      );
    }
    try {
      const { entries } = parseYamlMapping(text);
      this.entries = new Map([...entries].map(([id, value]) => [id, readCredentialEntry(id, value)]));
    } catch (error) {
      if (!(error instanceof YamlSyntaxError)) throw error;
      // The parser's own words may quote the file, and so a password: only the place is told.
      this.keepLastGood(
        error.line === null ? 'it is no YAML mapping' : `it is no YAML mapping, see line ${error.line}`,
      );
      return;
    }
    for (const [id, entry] of this.entries) {
      if (typeof entry === 'string') this.logger.error(`${this.options.path}: credential "${id}": ${entry}`);
    }
    this.logger.log(`${this.entries.size} credentials from ${this.options.path}`);
  }

  private keepLastGood(reason: string): void {
    this.unreadable = reason;
    const consequence = this.entries === undefined ? 'no credential is known' : 'the last good version stays in force';
    this.logger.error(`${this.options.path} is not taken: ${reason}; ${consequence}`);
  }
}
