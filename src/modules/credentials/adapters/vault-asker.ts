import { setTimeout as delay } from 'node:timers/promises';
import { CredentialStoreUnreachableError } from '../credentials.errors.js';
import { VaultSilence, type VaultAnswer, type VaultClient, type VaultRequest } from './vault-client.js';

/** How often a question is asked that Vault cannot answer for the moment. */
const TRIES = 3;
const FIRST_DELAY_MS = 200;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 15_000;

/** Statuses after which the same question may have an answer (developer.hashicorp.com/vault/api-docs, HTTP status codes). */
const PASSING: Readonly<Record<number, string>> = {
  412: 'it is behind its leader',
  429: 'it is asked too often',
  500: 'it has an internal error',
  502: 'a service it needs does not answer',
  503: 'it is sealed or under maintenance',
  504: 'a proxy before it had no answer in time',
};

function outageOf(answer: VaultAnswer | VaultSilence): string | undefined {
  return answer instanceof VaultSilence ? answer.reason : PASSING[answer.status];
}

/** From half of a time to all of it, so that workers do not ask in step. */
function scattered(timeMs: number): number {
  return timeMs * (0.5 + Math.random() / 2);
}

/**
 * Asks Vault a bounded number of times. While Vault is away it is left alone between questions, for up to 15 s: what is asked
 * meanwhile fails at once, with the reason.
 */
export class VaultAsker {
  private outages = 0;
  private quietUntil = 0;
  private lastReason = '';

  constructor(private readonly client: VaultClient) {}

  get url(): string {
    return this.client.url;
  }

  /** An answer that says something of the question itself. @throws CredentialStoreUnreachableError */
  async ask(request: VaultRequest): Promise<VaultAnswer> {
    if (Date.now() < this.quietUntil) throw this.unreachable(`${this.lastReason}; it is asked again in a moment`);
    for (let tries = 1; ; tries++) {
      const answer = await this.client.request(request);
      const outage = outageOf(answer);
      if (outage === undefined && !(answer instanceof VaultSilence)) {
        this.outages = 0;
        return answer;
      }
      this.lastReason = outage ?? '';
      if (tries >= TRIES) break;
      await delay(scattered(FIRST_DELAY_MS * 2 ** tries));
    }
    this.pause();
    throw this.unreachable(`${this.lastReason} (asked ${TRIES} times)`);
  }

  /** Says something once and does not wait for it to go well. */
  async tell(request: VaultRequest): Promise<void> {
    await this.client.request(request);
  }

  private pause(): void {
    // Questions that failed together are one outage.
    if (Date.now() < this.quietUntil) return;
    this.outages++;
    this.quietUntil = Date.now() + scattered(Math.min(FIRST_PAUSE_MS * 2 ** (this.outages - 1), LONGEST_PAUSE_MS));
  }

  private unreachable(reason: string): CredentialStoreUnreachableError {
    return new CredentialStoreUnreachableError(`Vault at ${this.client.url}: ${reason}`);
  }
}
