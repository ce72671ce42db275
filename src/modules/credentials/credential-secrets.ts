import { Secret } from '../../common/secret.js';
import type { Credential } from './credential.types.js';

/** A credential with secrets of its own. */
export function copyCredential(credential: Credential): Credential {
  return copied(credential);
}

/** Overwrites every secret of a credential. */
export function eraseCredential(credential: Credential): void {
  for (const secret of secretsIn(credential)) secret.erase();
}

function copied<T>(value: T): T {
  if (value instanceof Secret) return value.copy() as T;
  if (value instanceof Map) return new Map([...value].map(([key, one]: [unknown, unknown]) => [key, copied(one)])) as T;
  if (Array.isArray(value)) return value.map(copied) as T;
  if (typeof value !== 'object' || value === null || value instanceof RegExp) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]: [string, unknown]) => [key, copied(one)])) as T;
}

function* secretsIn(value: unknown): Iterable<Secret> {
  if (value instanceof Secret) yield value;
  else if (value instanceof Map) yield* secretsIn([...value.values()]);
  else if (typeof value === 'object' && value !== null) for (const one of Object.values(value)) yield* secretsIn(one);
}
