import {
  CredentialNotFoundError,
  CredentialProvider,
  CredentialStoreUnreachableError,
  credentialOf,
  defineCredentials,
  setting,
  type Credential,
  type CredentialFields,
  type Secret,
} from 'tom-broker/plugin-api';

interface SafeOptions {
  readonly url: string;
  readonly token: Secret;
  readonly timeout: number;
}

/** Log-ins from a password safe that answers in JSON: `GET /logins` gives the ids, `GET /logins/<id>` one log-in. */
export class SafeCredentialProvider extends CredentialProvider {
  constructor(private readonly options: SafeOptions) {
    super();
  }

  override async get(id: string): Promise<Credential> {
    const response = await this.ask(`/logins/${encodeURIComponent(id)}`);
    if (response.status === 404) throw new CredentialNotFoundError(`the safe has no credential "${id}"`);
    return credentialOf(id, (await this.read(response)) as CredentialFields, 'the safe');
  }

  override async listIds(): Promise<string[]> {
    return ((await this.read(await this.ask('/logins'))) as string[]).sort();
  }

  override async check(): Promise<void> {
    await this.listIds();
  }

  private async ask(path: string): Promise<Response> {
    const { url, token, timeout } = this.options;
    try {
      return await fetch(url + path, {
        headers: { authorization: `Bearer ${token.reveal()}` },
        redirect: 'error',
        signal: AbortSignal.timeout(timeout),
      });
    } catch {
      throw new CredentialStoreUnreachableError(`the safe at ${url} does not answer`);
    }
  }

  private async read(response: Response): Promise<unknown> {
    const { url } = this.options;
    if (!response.ok) throw new CredentialStoreUnreachableError(`the safe at ${url} answers ${response.status}`);
    try {
      return await response.json();
    } catch {
      throw new CredentialStoreUnreachableError(`the answer of the safe at ${url} cannot be read`);
    }
  }
}

/** Settings `plugin_safe_url`, `plugin_safe_token`, `plugin_safe_timeout`. */
export const safeCredentials = defineCredentials({
  settings: {
    url: setting.text({ description: 'Address of the safe.' }),
    token: setting.secret({ description: 'Token that may read log-ins.' }),
    timeout: setting.duration({ description: 'Longest time of a request.', default: 10, minimum: 1, maximum: 60 }),
  },
  create: (settings) => new SafeCredentialProvider(settings),
});
