import { readFile } from 'node:fs/promises';
import nodeVault from 'node-vault';
import type { Secret } from '../../../common/secret.js';
import { errorMessage } from '../../../common/tom-error.js';
import { CredentialStoreError } from '../credentials.errors.js';

export interface VaultAddress {
  readonly url: string;
  readonly namespace?: string;
  readonly verifySsl: boolean;
  /** PEM file with the authorities that may sign the certificate. */
  readonly caFile?: string;
  /** Longest time for one answer. */
  readonly timeoutMs: number;
}

export interface VaultRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** After `/v1/`. */
  readonly path: string;
  readonly token?: Secret;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Whatever Vault answered. */
export interface VaultAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** No answer came: the network's word for it, fit for any reader. */
export class VaultSilence {
  constructor(readonly reason: string) {}
}

/** What node-vault rejects with where Vault answered with an error. */
interface ResponseError {
  readonly response: { readonly statusCode: number; readonly body: unknown };
}

type NodeVault = ReturnType<typeof nodeVault>;

function isResponseError(error: unknown): error is ResponseError {
  if (typeof error !== 'object' || error === null || !('response' in error)) return false;
  const { response } = error;
  return typeof response === 'object' && response !== null && 'statusCode' in response;
}

/** The code of a network error: its message may quote the request, and so a token. */
function reasonOf(error: unknown, timeoutMs: number): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNABORTED' || code === 'ETIMEDOUT') return `no answer within ${timeoutMs / 1000} s`;
  return code === '' ? 'the connection failed' : code;
}

/** Asks Vault over HTTP; says nothing of what the answers mean. */
export class VaultClient {
  private client: Promise<NodeVault> | undefined;

  constructor(private readonly address: VaultAddress) {}

  get url(): string {
    return this.address.url;
  }

  /** Vault's answer of any status, or silence; rejects with `CredentialStoreError` for a CA file that cannot be read. */
  async request({ method, path, token, body }: VaultRequest): Promise<VaultAnswer | VaultSilence> {
    this.client ??= this.create();
    const client = await this.client.catch((error: unknown) => {
      this.client = undefined;
      throw error;
    });
    const options = {
      method,
      path: `/${path}`,
      headers: token === undefined ? {} : { 'X-Vault-Token': token.reveal() },
      timeout: this.address.timeoutMs,
      ...(body === undefined ? {} : { json: body }),
    };
    const answer = (client.request(options) as Promise<unknown>).then(
      (body): VaultAnswer => ({ status: 200, body }),
      (error: unknown) => this.answerOf(error),
    );
    return this.inTime(answer);
  }

  private answerOf(error: unknown): VaultAnswer | VaultSilence {
    if (isResponseError(error)) return { status: error.response.statusCode, body: error.response.body };
    return new VaultSilence(reasonOf(error, this.address.timeoutMs));
  }

  /** The HTTP client's own limit is for silence, not for an answer that trickles. */
  private async inTime(answer: Promise<VaultAnswer | VaultSilence>): Promise<VaultAnswer | VaultSilence> {
    const { timeoutMs } = this.address;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<VaultSilence>((resolve) => {
      timer = setTimeout(() => resolve(new VaultSilence(reasonOf({ code: 'ETIMEDOUT' }, timeoutMs))), timeoutMs);
    });
    return Promise.race([answer, late]).finally(() => clearTimeout(timer));
  }

  private async create(): Promise<NodeVault> {
    const { url, namespace, verifySsl, caFile } = this.address;
    const ca = caFile === undefined ? undefined : await this.readCa(caFile);
    const config = {
      endpoint: url.replace(/\/+$/, ''),
      namespace,
      pathPrefix: '',
      rpDefaults: { strictSSL: verifySsl },
      requestOptions: ca === undefined ? {} : { ca },
      // node-vault would print the secrets it sends where DEBUG names it.
      debug: () => undefined,
    };
    // Its type knows neither this `debug` nor a certificate authority.
    const client = nodeVault(config);
    // It falls back on the environment, which is not where Tom's settings come from.
    Object.assign(client, { token: undefined, namespace, pathPrefix: '' });
    return client;
  }

  private async readCa(path: string): Promise<string> {
    return readFile(path, 'utf8').catch((error: unknown) => {
      throw new CredentialStoreError(`plugin_vault_ca_file ${path} cannot be read: ${errorMessage(error)}`);
    });
  }
}
