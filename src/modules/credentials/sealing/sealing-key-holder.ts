import { readFile } from 'node:fs/promises';
import { Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import { errorMessage } from '../../../common/tom-error.js';
import { CredentialStoreError } from '../credentials.errors.js';
import { SEALING_ALGORITHM } from './sealing-binding.js';
import { SEALING_KEY_TTL_MS, type SealingKey, type SealingKeyDirectory } from './sealing-key-directory.js';

/** When a key that could not be published (Redis is away) is published again. */
const RETRY_MS = 2_000;

/**
 * The worker's private key for log-ins that come with a request. From a file that all workers share, or else made at
 * the start and known to this process alone (a log-in sealed to it is lost with the process). Its public half is
 * published while the worker lives.
 */
export class SealingKeyHolder implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Credentials');
  private privateKey: CryptoKey | undefined;
  private publicKey: SealingKey | undefined;
  private renewal: NodeJS.Timeout | undefined;
  private isStopped = false;

  /** @param keyFile path of a private JWK (`{"kty": "OKP", "crv": "X25519", "x": …, "d": …}`), if one is to be used */
  constructor(
    private readonly directory: SealingKeyDirectory,
    private readonly keyFile: string | undefined,
  ) {}

  async onModuleInit(): Promise<void> {
    const { privateKey, jwk } = this.keyFile === undefined ? await this.generate() : await this.read(this.keyFile);
    this.privateKey = privateKey;
    this.publicKey = { kid: await calculateJwkThumbprint(jwk), jwk };
    await this.publish();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.renewal);
    if (this.publicKey === undefined || this.keyFile !== undefined) return;
    await this.directory.withdraw(this.publicKey.kid).catch(() => undefined);
  }

  key(): CryptoKey {
    if (this.privateKey === undefined)
      throw new CredentialStoreError('the key for inline credentials is not loaded yet');
    return this.privateKey;
  }

  private async publish(): Promise<void> {
    if (this.publicKey === undefined) return;
    let againInMs = SEALING_KEY_TTL_MS / 3;
    try {
      await this.directory.publish(this.publicKey);
    } catch (error) {
      againInMs = RETRY_MS;
      this.logger.debug(`the public key for inline credentials could not be published: ${errorMessage(error)}`);
    }
    if (!this.isStopped) this.renewal = setTimeout(() => void this.publish(), againInMs).unref();
  }

  private async generate(): Promise<{ privateKey: CryptoKey; jwk: JWK }> {
    const { privateKey, publicKey } = await generateKeyPair(SEALING_ALGORITHM, { crv: 'X25519' });
    return { privateKey, jwk: await exportJWK(publicKey) };
  }

  private async read(path: string): Promise<{ privateKey: CryptoKey; jwk: JWK }> {
    const refuse = (reason: string): CredentialStoreError =>
      new CredentialStoreError(`inline_credential_key_file ${path}: ${reason}`);
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      throw refuse(errorMessage(error));
    });
    let jwk: JWK;
    try {
      jwk = JSON.parse(text) as JWK;
    } catch {
      throw refuse('is no JSON');
    }
    if (jwk.kty !== 'OKP' || jwk.crv !== 'X25519' || typeof jwk.d !== 'string' || typeof jwk.x !== 'string') {
      throw refuse('must be a private JWK with kty "OKP", crv "X25519", x and d');
    }
    const privateKey = await importJWK(jwk, SEALING_ALGORITHM).catch(() => {
      throw refuse('is no valid X25519 key');
    });
    if (privateKey instanceof Uint8Array) throw refuse('is no X25519 key');
    return { privateKey, jwk: { kty: jwk.kty, crv: jwk.crv, x: jwk.x } };
  }
}
