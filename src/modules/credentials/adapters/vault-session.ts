import { CredentialStoreError } from '../credentials.errors.js';
import type { VaultAsker } from './vault-asker.js';
import type { VaultAnswer, VaultRequest } from './vault-client.js';
import type { VaultLogin } from './vault-login.js';

/** Asks Vault with a token, and once more with a new one where the token turns out to have ended. */
export class VaultSession {
  constructor(
    private readonly asker: VaultAsker,
    private readonly login: VaultLogin,
  ) {}

  get url(): string {
    return this.asker.url;
  }

  /** @throws CredentialStoreError, CredentialStoreUnreachableError */
  async ask(request: VaultRequest): Promise<VaultAnswer> {
    const token = await this.login.token();
    const answer = await this.asker.ask({ ...request, token });
    // A revoked token and a path that the policy denies have the same answer.
    if (answer.status !== 403 || !(await this.login.hasEnded(token))) return answer;
    return this.asker.ask({ ...request, token: await this.login.token() });
  }

  /** Rejects when no token can be had, or Vault cannot serve. */
  async check(): Promise<void> {
    const { status } = await this.ask({ method: 'GET', path: 'auth/token/lookup-self' });
    if (status !== 200) throw new CredentialStoreError(`Vault at ${this.url} refuses its own token (status ${status})`);
  }

  async stop(): Promise<void> {
    await this.login.stop();
  }
}
