import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { UnauthenticatedError } from '../auth.errors.js';
import { issuersOf } from './issuer-rules.js';
import type { OpenIdProvider } from './openid-provider.js';
import type { Claims } from './user-claims.js';

/** Longest token that is looked at, in characters. */
const MAX_TOKEN_LENGTH = 16_384;

/** Signatures by a key of the provider's own. What anybody can make with its public key (`HS256`, `none`) is not among them. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Tokens that say nothing of their type, ID tokens and access tokens (RFC 9068); no other kind of token lets anybody in. */
const TYPES = new Set(['jwt', 'at+jwt', 'application/at+jwt']);

/** What a token says of itself, before anything of it is proven. */
interface Unproven {
  readonly issuer: unknown;
  readonly tenant: unknown;
  readonly audience: readonly unknown[];
}

/** A token that is proven: which provider issued it, and what it says. */
export interface ProvenToken {
  readonly provider: OpenIdProvider;
  readonly claims: Claims;
}

/** Checks tokens of the configured providers. */
export class TokenVerifier {
  readonly #providers: readonly OpenIdProvider[];

  constructor(providers: readonly OpenIdProvider[]) {
    this.#providers = providers;
  }

  /**
   * Throws `UnauthenticatedError` with what is wrong with the token, `ProviderUnavailableError` when its provider, or one that may
   * be its provider, cannot be asked.
   */
  async verify(token: string): Promise<ProvenToken> {
    const said = readToken(token);
    const issuing = await this.#issuersOf(said);
    const meant = issuing.filter(({ provider }) => isMeantFor(provider, said));
    const [chosen] = meant.length > 0 ? meant : issuing;
    if (chosen === undefined) throw refused('it was issued by none of the providers in jwt_providers');
    const { provider, issuers } = chosen;
    const check = (keys: JWTVerifyGetKey): Promise<Claims> => this.#check(token, provider, issuers, keys);
    try {
      return { provider, claims: await check(await provider.keys()) };
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw translated(error);
    }
    try {
      return { provider, claims: await check(await provider.newerKeys()) };
    } catch (error) {
      throw translated(error);
    }
  }

  async #check(
    token: string,
    provider: OpenIdProvider,
    issuer: readonly string[],
    keys: JWTVerifyGetKey,
  ): Promise<Claims> {
    const { audience, leewaySeconds } = provider.settings;
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer: [...issuer],
      audience: [...audience],
      clockTolerance: leewaySeconds,
      requiredClaims: ['exp'],
    });
    return payload;
  }

  /** The providers that may have issued the token. */
  async #issuersOf(said: Unproven): Promise<{ provider: OpenIdProvider; issuers: readonly string[] }[]> {
    const asked = await Promise.allSettled(this.#providers.map((provider) => provider.metadata()));
    const issuing = asked.flatMap((result, index) => {
      const provider = this.#providers[index];
      if (result.status === 'rejected' || provider === undefined) return [];
      const issuers = issuersOf(provider.settings, result.value.issuer, said.tenant);
      return issuers.some((issuer) => issuer === said.issuer) ? [{ provider, issuers }] : [];
    });
    const failed = asked.find((result) => result.status === 'rejected');
    if (issuing.length === 0 && failed !== undefined) throw failed.reason;
    return issuing;
  }
}

function refused(reason: string): UnauthenticatedError {
  return new UnauthenticatedError(`the token is not taken: ${reason}`);
}

function isMeantFor({ settings }: OpenIdProvider, { audience }: Unproven): boolean {
  return settings.audience.some((wanted) => audience.includes(wanted));
}

function readToken(token: string): Unproven {
  if (token.length > MAX_TOKEN_LENGTH) throw refused(`it is longer than ${MAX_TOKEN_LENGTH} characters`);
  try {
    const { kid, typ } = decodeProtectedHeader(token);
    const { iss: issuer, tid: tenant, aud } = decodeJwt(token);
    if (typeof kid !== 'string' || kid === '') throw refused('it does not name its key (kid)');
    if (typ !== undefined && !TYPES.has(typ.toLowerCase())) throw refused('it is another kind of token');
    return { issuer, tenant, audience: Array.isArray(aud) ? aud : [aud] };
  } catch (error) {
    if (error instanceof UnauthenticatedError) throw error;
    throw refused('it cannot be read as a signed JSON Web Token');
  }
}

const REASONS: readonly (readonly [new (...args: never[]) => Error, string])[] = [
  [errors.JWTExpired, 'it has expired'],
  [errors.JOSEAlgNotAllowed, 'it is signed in a way that is not taken'],
  [errors.JWKSNoMatchingKey, 'its provider knows no such key'],
  [errors.JWKSMultipleMatchingKeys, 'its provider knows several such keys'],
  [errors.JWSSignatureVerificationFailed, 'its signature is wrong'],
];

const CLAIM_REASONS: Readonly<Record<string, string>> = {
  aud: 'it is meant for somebody else (aud)',
  iss: 'it was issued by somebody else (iss)',
  nbf: 'it is not valid yet (nbf)',
  exp: 'it does not say when it expires (exp)',
};

/** What is wrong with a token, in a sentence; what is no fault of the token stays as it is. */
function translated(error: unknown): unknown {
  if (!(error instanceof errors.JOSEError)) return error;
  const known = REASONS.find(([type]) => error instanceof type)?.[1];
  if (known !== undefined) return refused(known);
  const claim = error instanceof errors.JWTClaimValidationFailed ? CLAIM_REASONS[error.claim] : undefined;
  return refused(claim ?? 'it cannot be proven');
}
