import { types } from 'node:util';
import type { SecretsManagerClient, SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';
import type { AwsCredentialsSettings } from '../../../config/plugins/aws-credentials.settings.js';
import { partsOfId } from '../credential-id.js';
import { CredentialProvider } from '../credential-provider.port.js';
import type { Credential } from '../credential.types.js';
import {
  CredentialNotFoundError,
  CredentialStoreError,
  CredentialStoreUnreachableError,
} from '../credentials.errors.js';
import { readStoredEntry } from '../credential-entry.js';

const PACKAGE = '@aws-sdk/client-secrets-manager';
const TRIES = 3;
/** What the client waits between tries, at most. */
const PAUSES_MS = 3_000;
/** Names on a page: the most that AWS gives. */
const PAGE_SIZE = 100;
/** What AWS calls a secret that is not there, or is about to be deleted. */
const NOT_THERE = ['ResourceNotFoundException', 'InvalidRequestException'];

type Sdk = typeof import('@aws-sdk/client-secrets-manager');

interface Connected {
  readonly sdk: Sdk;
  readonly client: SecretsManagerClient;
}

function nameOf(error: unknown): string {
  return types.isNativeError(error) ? error.name : 'unknown error';
}

/** Whether AWS itself said so; what it says is about the request, and asking again would not help. */
function isAnswer(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('$fault' in error)) return false;
  return error.$fault === 'client' && !/Throttl|TooManyRequests/.test(nameOf(error));
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** Log-ins from AWS Secrets Manager: one secret each, its text a JSON object. Its client is loaded only here. */
export class AwsCredentialProvider extends CredentialProvider {
  private connected: Promise<Connected> | undefined;
  private readonly store: string;
  /** Longest time for an answer, all tries and the pauses between them. */
  private readonly limitMs: number;

  constructor(private readonly settings: AwsCredentialsSettings) {
    super();
    this.limitMs = settings.timeoutMs * TRIES + PAUSES_MS;
    this.store = `AWS Secrets Manager (${settings.region})`;
  }

  override async start(): Promise<void> {
    await this.connect();
  }

  override async stop(): Promise<void> {
    (await this.connected)?.client.destroy();
  }

  override async check(): Promise<void> {
    await this.page(undefined, 1);
  }

  override async get(id: string): Promise<Credential> {
    const name = this.settings.secretPrefix + partsOfId(id).join('/');
    const { sdk, client } = await this.connect();
    const { SecretString } = await this.asked(
      client.send(new sdk.GetSecretValueCommand({ SecretId: name }), this.limit()),
      {
        denied: `read the secret ${name}`,
        missing: `credential "${id}" is not in ${this.store}: it has no secret ${name}`,
      },
    );
    const fields = parsed(SecretString);
    if (typeof fields !== 'object' || fields === null) {
      throw new CredentialNotFoundError(`credential "${id}" in ${this.store} is incomplete: ${name} is no JSON object`);
    }
    return readStoredEntry(id, fields, this.store);
  }

  override async listIds(): Promise<string[]> {
    const { secretPrefix } = this.settings;
    const ids: string[] = [];
    let token: string | undefined;
    do {
      const { SecretList = [], NextToken } = await this.page(token, PAGE_SIZE);
      // The filter knows no upper and lower case.
      const names = SecretList.map(({ Name = '' }) => Name).filter((name) => name.startsWith(secretPrefix));
      ids.push(...names.map((name) => name.slice(secretPrefix.length)));
      token = NextToken;
    } while (token !== undefined);
    return ids.sort();
  }

  private async page(NextToken: string | undefined, MaxResults: number) {
    const { sdk, client } = await this.connect();
    const { secretPrefix } = this.settings;
    const Filters = secretPrefix === '' ? undefined : [{ Key: 'name' as const, Values: [secretPrefix] }];
    const command = new sdk.ListSecretsCommand({ NextToken, MaxResults, Filters });
    return this.asked(client.send(command, this.limit()), { denied: 'list secrets' });
  }

  private limit(): { abortSignal: AbortSignal } {
    return { abortSignal: AbortSignal.timeout(this.limitMs) };
  }

  /** Translates the client's errors; their own words stay out: they may quote what was sent. */
  private async asked<T>(answer: Promise<T>, { denied, missing }: { denied: string; missing?: string }): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      const name = nameOf(error);
      if (missing !== undefined && NOT_THERE.includes(name)) throw new CredentialNotFoundError(missing);
      if (isAnswer(error)) throw new CredentialStoreError(`${this.store} does not let Tom ${denied} (${name})`);
      if (name === 'CredentialsProviderError') {
        throw new CredentialStoreError(`${this.store}: no AWS credentials were found in the environment of the worker`);
      }
      const reason = name === 'AbortError' ? `no answer within ${this.limitMs / 1000} s` : name;
      throw new CredentialStoreUnreachableError(`${this.store}: ${reason}`);
    }
  }

  private connect(): Promise<Connected> {
    this.connected ??= this.load();
    return this.connected;
  }

  private async load(): Promise<Connected> {
    const sdk = await import('@aws-sdk/client-secrets-manager').catch(() => {
      throw new CredentialStoreError(`credential_plugin "aws_secrets_manager" needs a package: npm install ${PACKAGE}`);
    });
    const { region, endpoint, timeoutMs } = this.settings;
    const config: SecretsManagerClientConfig = {
      region,
      endpoint,
      maxAttempts: TRIES,
      requestHandler: { requestTimeout: timeoutMs, connectionTimeout: timeoutMs, throwOnRequestTimeout: true },
    };
    return { sdk, client: new sdk.SecretsManagerClient(config) };
  }
}
