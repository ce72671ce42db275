import type { JwtProvider, JwtProviderType } from '../../../config/jwt-provider.js';

export type Claims = Readonly<Record<string, unknown>>;

/** Claims that may name the user, by type of provider: the first one that is there. */
const IDENTIFIER_CLAIMS: Readonly<Record<JwtProviderType, readonly string[]>> = {
  google: ['email', 'sub'],
  duo: ['preferred_username', 'email', 'sub'],
  entra: ['preferred_username', 'upn', 'email', 'sub'],
  oidc: ['preferred_username', 'email', 'sub'],
};

/** Claims in which an address is looked for, in this order. */
const ADDRESS_CLAIMS = ['email', 'preferred_username', 'upn'];

/** Longest name or address that is looked at. */
const MAX_LENGTH = 320;

/** A claim's text; an address that its provider has not verified is none, whatever claim it comes by. */
function textClaim(claims: Claims, name: string, type: JwtProviderType): string | undefined {
  const value = claims[name];
  if (typeof value !== 'string' || value === '' || value.length > MAX_LENGTH) return undefined;
  const { email, email_verified: verified } = claims;
  const isEmail = name === 'email' || (typeof email === 'string' && value.toLowerCase() === email.toLowerCase());
  const isUnverified = verified === false || verified === 'false' || (type === 'google' && verified === undefined);
  return isEmail && isUnverified ? undefined : value;
}

/** Who a token speaks of; `undefined` when it does not say. */
export function userOf({ type, identifierClaims }: JwtProvider, claims: Claims): string | undefined {
  const names = identifierClaims.length > 0 ? identifierClaims : IDENTIFIER_CLAIMS[type];
  return names.map((name) => textClaim(claims, name, type)).find((value) => value !== undefined);
}

/** The e-mail address of a token's user. */
export function addressOf({ type }: JwtProvider, claims: Claims): string | undefined {
  return ADDRESS_CLAIMS.map((name) => textClaim(claims, name, type)).find((value) => value?.includes('@') === true);
}

/** The texts at a path of claims: `groups`, `realm_access.roles`, or a claim whose own name has dots. */
export function textsAt(claims: Claims, path: string): readonly string[] {
  const value = Object.hasOwn(claims, path) ? claims[path] : walk(claims, path.split('.'));
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((item) => typeof item === 'string');
}

function walk(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? Reflect.get(at, key) : undefined),
    value,
  );
}
