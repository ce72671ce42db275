import { readFile } from 'node:fs/promises';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import { errorMessage } from '../../../common/tom-error.js';
import { CredentialStoreError } from '../credentials.errors.js';
import { SEALING_ALGORITHM } from './sealing-binding.js';
import type { SealingKey } from './sealing-key-directory.js';

/** A key pair for log-ins that come with requests. */
export interface SealingKeyPair {
  readonly privateKey: CryptoKey;
  /** The half that is published. */
  readonly published: SealingKey;
}

/** A pair that nobody else has. */
export async function makeSealingKey(): Promise<SealingKeyPair> {
  const { privateKey, publicKey } = await generateKeyPair(SEALING_ALGORITHM, { crv: 'X25519' });
  return pairOf(privateKey, await exportJWK(publicKey));
}

/**
 * The pairs of a file, the newest first: a private JWK (`{"kty": "OKP", "crv": "X25519", "x": …, "d": …}`), or a set of
 * them (`{"keys": […]}`). @throws CredentialStoreError with nothing of the keys in it
 */
export async function readSealingKeys(path: string): Promise<readonly SealingKeyPair[]> {
  const refuse = (reason: string): CredentialStoreError =>
    new CredentialStoreError(`inline_credential_key_file ${path}: ${reason}`);
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw refuse(errorMessage(error));
  });
  const keys = keysIn(text);
  if (keys === undefined) throw refuse('is no JSON');
  if (keys.length === 0) throw refuse('holds no key');
  return Promise.all(keys.map((jwk, index) => read(jwk, keys.length === 1 ? '' : `key ${index + 1} `, refuse)));
}

function keysIn(text: string): readonly unknown[] | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    const isSet = typeof value === 'object' && value !== null && 'keys' in value && Array.isArray(value.keys);
    return isSet ? (value as { keys: unknown[] }).keys : [value];
  } catch {
    return undefined;
  }
}

async function read(value: unknown, which: string, refuse: (reason: string) => Error): Promise<SealingKeyPair> {
  const { kty, crv, x, d } = (value ?? {}) as JWK;
  if (kty !== 'OKP' || crv !== 'X25519' || typeof d !== 'string' || typeof x !== 'string') {
    throw refuse(`${which}must be a private JWK with kty "OKP", crv "X25519", x and d`);
  }
  const privateKey = await importJWK({ kty, crv, x, d }, SEALING_ALGORITHM).catch(() => {
    throw refuse(`${which}is no valid X25519 key`);
  });
  if (privateKey instanceof Uint8Array) throw refuse(`${which}is no X25519 key`);
  return pairOf(privateKey, { kty, crv, x });
}

async function pairOf(privateKey: CryptoKey, jwk: JWK): Promise<SealingKeyPair> {
  return { privateKey, published: { kid: await calculateJwkThumbprint(jwk), jwk } };
}
