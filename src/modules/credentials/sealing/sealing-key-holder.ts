import { Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { CryptoKey } from 'jose';
import { errorMessage } from '../../../common/tom-error.js';
import { SEALING_KEY_TTL_MS, type SealingKeyDirectory } from './sealing-key-directory.js';
import { makeSealingKey, readSealingKeys, type SealingKeyPair } from './sealing-key-file.js';

/** When a key that could not be published (Redis is away) is published again. */
const RETRY_MS = 2_000;

/**
 * The worker's private keys for log-ins that come with a request. From a file that all workers share, or else one made at
 * the start and known to this process alone (a log-in sealed to it is lost with the process). The public half of the newest is
 * published while the worker lives: that is the one to seal to, and older ones open what was sealed before.
 */
export class SealingKeyHolder implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Credentials');
  private pairs: readonly SealingKeyPair[] = [];
  private renewal: NodeJS.Timeout | undefined;
  private isStopped = false;

  /** @param keyFile as `readSealingKeys` reads it, if one is to be used */
  constructor(
    private readonly directory: SealingKeyDirectory,
    private readonly keyFile: string | undefined,
  ) {}

  async onModuleInit(): Promise<void> {
    this.pairs = this.keyFile === undefined ? [await makeSealingKey()] : await readSealingKeys(this.keyFile);
    await this.publish();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.renewal);
    const [newest] = this.pairs;
    if (newest === undefined || this.keyFile !== undefined) return;
    await this.directory.withdraw(newest.published.kid).catch(() => undefined);
  }

  /** The private key whose public half has this id. */
  key(kid: string | undefined): CryptoKey | undefined {
    return this.pairs.find(({ published }) => published.kid === kid)?.privateKey;
  }

  private async publish(): Promise<void> {
    const [newest] = this.pairs;
    if (newest === undefined) return;
    let againInMs = SEALING_KEY_TTL_MS / 3;
    try {
      await this.directory.publish(newest.published);
    } catch (error) {
      againInMs = RETRY_MS;
      this.logger.debug(`the public key for inline credentials could not be published: ${errorMessage(error)}`);
    }
    if (!this.isStopped) this.renewal = setTimeout(() => void this.publish(), againInMs).unref();
  }
}
