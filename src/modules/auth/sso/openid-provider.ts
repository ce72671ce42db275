import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import type { JwtProvider } from '../../../config/jwt-provider.js';
import { isSecureUrl } from '../../../config/secure-url.js';
import { fetchDocument } from './fetch-document.js';
import { ProviderUnavailableError } from './sso.errors.js';

/** How long what a provider says of itself, and its keys, are taken for true. */
const METADATA_TTL_MS = 3_600_000;
const KEYS_TTL_MS = 600_000;
/** Least time between two looks for a key that is not known: whoever makes key ids up causes no more requests than that. */
const REFETCH_AFTER_MS = 30_000;
/** Least time between a request that failed and the next one. */
const RETRY_AFTER_MS = 5_000;

/** What an OpenID provider says of itself (OpenID Connect Discovery 1.0, section 3). */
export interface ProviderMetadata {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly authorizationEndpoint: string | null;
  readonly tokenEndpoint: string | null;
  readonly userinfoEndpoint: string | null;
}

/** A value that is fetched, kept for a time, and not fetched again right after a failure. */
class Fetched<T> {
  private value: T | undefined;
  private fetchedAt = -Infinity;
  private failure: { readonly at: number; readonly error: unknown } | undefined;
  private pending: Promise<T> | undefined;

  constructor(
    private readonly load: () => Promise<T>,
    private readonly now: () => number,
  ) {}

  /** The value, not older than `maxAgeMs`. Throws what the load threw. */
  async get(maxAgeMs: number): Promise<T> {
    if (this.value !== undefined && this.now() - this.fetchedAt <= maxAgeMs) return this.value;
    if (this.failure !== undefined && this.now() - this.failure.at < RETRY_AFTER_MS) throw this.failure.error;
    this.pending ??= this.fetch().finally(() => {
      this.pending = undefined;
    });
    return this.pending;
  }

  private async fetch(): Promise<T> {
    try {
      this.value = await this.load();
      this.fetchedAt = this.now();
      this.failure = undefined;
      return this.value;
    } catch (error) {
      this.failure = { at: this.now(), error };
      throw error;
    }
  }
}

/** One configured provider: what it says of itself, and its keys. Both are fetched when they are needed first. */
export class OpenIdProvider {
  readonly #metadata: Fetched<ProviderMetadata>;
  readonly #keys: Fetched<JWTVerifyGetKey>;

  /** @param now milliseconds of a clock that never goes back */
  constructor(
    readonly settings: JwtProvider,
    now: () => number = () => performance.now(),
  ) {
    this.#metadata = new Fetched(async () => this.#fetchMetadata(), now);
    this.#keys = new Fetched(async () => this.#fetchKeys(), now);
  }

  /** Throws `ProviderUnavailableError`. */
  async metadata(): Promise<ProviderMetadata> {
    return this.#metadata.get(METADATA_TTL_MS);
  }

  /** Keys to check signatures with. Throws `ProviderUnavailableError`. */
  async keys(): Promise<JWTVerifyGetKey> {
    return this.#keys.get(KEYS_TTL_MS);
  }

  /** As `keys`, for a token whose key was not among them: fetched anew, unless that was done just now. */
  async newerKeys(): Promise<JWTVerifyGetKey> {
    return this.#keys.get(REFETCH_AFTER_MS);
  }

  async #fetchMetadata(): Promise<ProviderMetadata> {
    const document = await fetchDocument(this.settings.discoveryUrl);
    const { issuer } = document;
    if (typeof issuer !== 'string' || issuer === '') throw this.#unusable('names no issuer');
    const jwksUri = this.#address(document, 'jwks_uri');
    if (jwksUri === null) throw this.#unusable('names no jwks_uri');
    return {
      issuer,
      jwksUri,
      authorizationEndpoint: this.#address(document, 'authorization_endpoint'),
      tokenEndpoint: this.#address(document, 'token_endpoint'),
      userinfoEndpoint: this.#address(document, 'userinfo_endpoint'),
    };
  }

  async #fetchKeys(): Promise<JWTVerifyGetKey> {
    const { jwksUri } = await this.metadata();
    const document = await fetchDocument(jwksUri);
    if (!Array.isArray(document.keys)) throw this.#unusable('publishes no keys');
    return createLocalJWKSet(document as unknown as JSONWebKeySet);
  }

  #address(document: Readonly<Record<string, unknown>>, field: string): string | null {
    const value = document[field];
    if (typeof value !== 'string') return null;
    if (!isSecureUrl(value)) throw this.#unusable(`names a ${field} that is no https address`);
    return value;
  }

  #unusable(what: string): ProviderUnavailableError {
    return new ProviderUnavailableError(`the provider "${this.settings.name}" ${what}; check its discovery_url`);
  }
}
