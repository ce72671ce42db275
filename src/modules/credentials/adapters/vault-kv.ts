import type { KvVersion } from '../../../config/plugins/vault-credentials.settings.js';
import { partsOfId } from '../credential-id.js';
import { CredentialNotFoundError, CredentialStoreError } from '../credentials.errors.js';
import type { CredentialFields } from '../credential-editor.port.js';
import type { VaultAnswer, VaultRequest } from './vault-client.js';
import type { VaultSession } from './vault-session.js';

/** Names on a page of a list, where the server has pages (OpenBao; Vault gives all at once). */
const PAGE_SIZE = 1_000;
/** Folders in folders that are looked into for ids. */
const DEEPEST = 8;

export interface VaultKvOptions {
  readonly mount: string;
  readonly version: KvVersion;
  /** Folder of the credentials. */
  readonly prefix: string;
}

/** The parts of an answer that are looked at. */
interface Body {
  readonly data?: {
    readonly keys?: readonly string[];
    readonly data?: Record<string, unknown> | null;
    readonly metadata?: { readonly deletion_time?: string; readonly destroyed?: boolean; readonly version?: number };
  } | null;
}

function bodyOf({ body }: VaultAnswer): NonNullable<Body['data']> {
  return (typeof body === 'object' && body !== null ? (body as Body).data : undefined) ?? {};
}

function encoded(path: string): string {
  return path.split('/').filter(Boolean).map(encodeURIComponent).join('/');
}

/** Credentials in a key-value engine of Vault, version 1 or 2. */
export class VaultKv {
  constructor(
    private readonly session: VaultSession,
    private readonly options: VaultKvOptions,
  ) {}

  /** The fields of a credential. @throws CredentialNotFoundError, CredentialStoreError */
  async read(id: string): Promise<Record<string, unknown>> {
    const path = this.pathOf('data', id);
    const answer = await this.session.ask({ method: 'GET', path });
    const data = bodyOf(answer);
    const fields = this.options.version === 2 ? data.data : (data as Record<string, unknown>);
    if (answer.status === 200 && fields !== undefined && fields !== null) return fields;
    if (answer.status !== 404 && answer.status !== 200) throw this.refused(answer, 'read', path);
    throw new CredentialNotFoundError(
      `credential "${id}" is not in Vault at ${this.session.url}, path ${path}${lostVersion(data.metadata)}`,
    );
  }

  /** Ids in the folder of the credentials and in the folders below it, in order. */
  async listIds(): Promise<string[]> {
    const ids: string[] = [];
    let folders = [''];
    for (let depth = 0; depth <= DEEPEST && folders.length > 0; depth++) {
      const below: string[] = [];
      for (const folder of folders) {
        for (const name of await this.namesIn(folder)) (name.endsWith('/') ? below : ids).push(folder + name);
      }
      folders = below;
    }
    return ids.sort();
  }

  async write(id: string, fields: CredentialFields): Promise<void> {
    const path = this.pathOf('data', id);
    await this.change({ method: 'POST', path, body: this.options.version === 2 ? { data: fields } : fields }, 'write');
  }

  /** Removes a credential with all its versions. */
  async remove(id: string): Promise<void> {
    await this.change({ method: 'DELETE', path: this.pathOf('metadata', id) }, 'delete');
  }

  private async change(request: VaultRequest, action: string): Promise<void> {
    const answer = await this.session.ask(request);
    if (answer.status !== 200 && answer.status !== 204) throw this.refused(answer, action, request.path);
  }

  private async namesIn(folder: string): Promise<string[]> {
    const path = this.pathTo('metadata', folder);
    const names = new Set<string>();
    for (let after = ''; ;) {
      const page = await this.page(path, after);
      const known = names.size;
      for (const name of page) names.add(name);
      if (page.length !== PAGE_SIZE || names.size === known) return [...names];
      after = page.at(-1) ?? '';
    }
  }

  private async page(path: string, after: string): Promise<readonly string[]> {
    // As Vault documents in place of its own method LIST, which proxies need not know.
    const query = new URLSearchParams({ list: 'true', limit: String(PAGE_SIZE), ...(after === '' ? {} : { after }) });
    const answer = await this.session.ask({ method: 'GET', path: `${path}?${query.toString()}` });
    if (answer.status === 404) return [];
    if (answer.status !== 200) throw this.refused(answer, 'list', path);
    return bodyOf(answer).keys ?? [];
  }

  /** @throws CredentialNotFoundError for an id that would lead elsewhere */
  private pathOf(area: 'data' | 'metadata', id: string): string {
    return this.pathTo(area, partsOfId(id).join('/'));
  }

  private pathTo(area: 'data' | 'metadata', name: string): string {
    const { mount, version, prefix } = this.options;
    return [mount, version === 2 ? area : '', prefix, name].map(encoded).filter(Boolean).join('/');
  }

  private refused({ status }: VaultAnswer, action: string, path: string): CredentialStoreError {
    const { url } = this.session;
    if (status === 403) {
      return new CredentialStoreError(`Vault at ${url} denies permission to ${action} ${path}: see the token's policy`);
    }
    return new CredentialStoreError(`Vault at ${url} refuses to ${action} ${path} (status ${status})`);
  }
}

/** Says why there is metadata and no data. */
function lostVersion(metadata: NonNullable<Body['data']>['metadata']): string {
  if (metadata === undefined) return '';
  if (metadata.destroyed === true) return `: version ${metadata.version} was destroyed`;
  return metadata.deletion_time ? `: version ${metadata.version} was deleted at ${metadata.deletion_time}` : '';
}
