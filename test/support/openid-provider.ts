import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { freePort } from './free-port.js';

interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicJwk: Readonly<Record<string, unknown>>;
  readonly privateJwk: Readonly<Record<string, unknown>>;
}

/** Claims and header that a token of the test's own differs in. */
export interface TokenChanges {
  readonly claims?: JWTPayload;
  readonly header?: Readonly<Record<string, unknown>>;
}

async function newKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const common = { kid, use: 'sig', alg: 'RS256' };
  const [publicJwk, privateJwk] = await Promise.all([exportJWK(publicKey), exportJWK(privateKey)]);
  return { kid, privateKey, publicJwk: { ...publicJwk, ...common }, privateJwk: { ...privateJwk, ...common } };
}

/** `oidc-provider` on a port of the loopback, whose keys the test has too. Everybody may log in to it, with any password. */
export class OpenIdTestProvider {
  private keys: SigningKey[] = [];

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    private readonly clients: readonly object[],
  ) {}

  /** @param redirectUri where the browser comes back to */
  static async start(redirectUri = 'http://127.0.0.1:1/none'): Promise<OpenIdTestProvider> {
    const child = fork(join(import.meta.dirname, 'openid-provider.main.mjs'), { execArgv: [], silent: true });
    const page = {
      client_id: 'tom',
      client_secret: 'pl4nted-cl13nt-s3cret',
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: [redirectUri],
    };
    const robot = {
      client_id: 'robot',
      client_secret: 'pl4nted-r0bot-s3cret',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    };
    const provider = new OpenIdTestProvider(child, await freePort(), [page, robot]);
    await provider.rotate('first');
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The entry of `jwt_providers`. */
  entry(changes: Record<string, unknown> = {}): Record<string, unknown> {
    const discovery_url = `${this.issuer}/.well-known/openid-configuration`;
    return { name: 'corp', type: 'oidc', client_id: 'tom', discovery_url, ...changes };
  }

  /** The key it signs with, in public. */
  get publicJwk(): Readonly<Record<string, unknown>> {
    return this.key.publicJwk;
  }

  /** From now on it signs with another key, and knows no other one. */
  async rotate(kid: string): Promise<void> {
    this.keys = [await newKey(kid)];
    this.child.send({ port: this.port, clients: this.clients, keys: this.keys.map(({ privateJwk }) => privateJwk) });
    await once(this.child, 'message');
  }

  /** A token as it would issue, with whatever a test wants otherwise. */
  async token({ claims = {}, header = {} }: TokenChanges = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const usual = { iss: this.issuer, aud: 'tom', sub: 'alice', preferred_username: 'alice', iat: now, exp: now + 300 };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: this.key.kid, typ: 'JWT', ...header })
      .sign(this.key.privateKey);
  }

  /** A token that a program gets for itself. */
  async clientToken(): Promise<string> {
    const login = Buffer.from('robot:pl4nted-r0bot-s3cret').toString('base64');
    const response = await fetch(`${this.issuer}/token`, {
      method: 'POST',
      headers: { Authorization: `Basic ${login}`, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials&scope=run',
    });
    const answer = (await response.json()) as { access_token: string };
    return answer.access_token;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }

  private get key(): SigningKey {
    const [key] = this.keys;
    if (key === undefined) throw new Error('the provider has no key yet');
    return key;
  }
}
