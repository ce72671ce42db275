import { Logger } from '@nestjs/common';
import { eventually } from '../../../../test/support/eventually.js';
import { Secret } from '../../../common/secret.js';
import { CredentialEvents } from '../credential-events.js';
import type { VaultAsker } from './vault-asker.js';
import type { VaultAnswer, VaultRequest } from './vault-client.js';
import { VaultLogin } from './vault-login.js';

const DENIED: VaultAnswer = { status: 403, body: {} };

/** Vault, which answers when the test says so. */
class SlowVault {
  readonly url = 'https://vault.example.net';
  readonly told: VaultRequest[] = [];
  private readonly open: { request: VaultRequest; answer(with_: VaultAnswer): void }[] = [];
  asked = 0;

  ask(request: VaultRequest): Promise<VaultAnswer> {
    this.asked++;
    return new Promise((resolve) => this.open.push({ request, answer: resolve }));
  }

  async tell(request: VaultRequest): Promise<void> {
    this.told.push(request);
  }

  /** Answers the oldest request of a path, as soon as there is one. */
  async answer(path: string, answer: VaultAnswer): Promise<void> {
    const at = await eventually(() => {
      const found = this.open.findIndex(({ request }) => request.path === path);
      return found < 0 ? undefined : { found };
    });
    this.open.splice(at.found, 1)[0]?.answer(answer);
  }

  /** Answers a log-in. */
  async letIn(token: string, seconds: number): Promise<void> {
    const auth = { client_token: token, lease_duration: seconds, renewable: true };
    await this.answer('auth/approle/login', { status: 200, body: { auth } });
  }

  get asksLeft(): number {
    return this.open.length;
  }
}

describe('VaultLogin', () => {
  let vault: SlowVault;
  let login: VaultLogin;

  beforeEach(() => {
    for (const level of ['log', 'warn'] as const) {
      jest.spyOn(Logger.prototype, level).mockImplementation(() => undefined);
    }
    vault = new SlowVault();
    const options = { roleId: new Secret('role'), secretId: new Secret('secret'), approleMount: 'approle' };
    login = new VaultLogin(vault as unknown as VaultAsker, options, new CredentialEvents());
  });

  afterEach(async () => {
    await login.stop();
    jest.restoreAllMocks();
  });

  it('revokes a token that comes when Tom has stopped meanwhile', async () => {
    const waiting = expect(login.token()).rejects.toThrow('Tom is stopping');
    const stopping = login.stop();
    await vault.letIn('late-token', 3600);
    await waiting;
    await stopping;

    expect(vault.told[0]).toMatchObject({ path: 'auth/token/revoke-self' });
    expect(vault.told[0]?.token?.reveal()).toBe('late-token');
  });

  it('logs in once when a token ends while it is being renewed', async () => {
    const first = login.token();
    await vault.letIn('first-token', 1);
    const ended = await first;
    await eventually(() => vault.asked === 2);
    const checking = login.hasEnded(ended);
    await vault.answer('auth/token/lookup-self', DENIED);
    expect(await checking).toBe(true);
    const second = login.token();
    await vault.letIn('second-token', 3600);
    await second;

    await vault.answer('auth/token/renew-self', DENIED);
    await new Promise((resolve) => setImmediate(resolve));

    expect(vault.asksLeft).toBe(0);
    expect((await login.token()).reveal()).toBe('second-token');
  });

  it('does not take the end of a token for that of the one that came after it', async () => {
    const first = login.token();
    await vault.letIn('first-token', 1);
    const old = await first;
    const checking = login.hasEnded(old);
    await eventually(() => vault.asked === 3);
    await vault.answer('auth/token/renew-self', DENIED);
    await vault.letIn('second-token', 3600);
    const fresh = await eventually(async () => {
      const token = await login.token();
      return token.reveal() === 'second-token' && token;
    });
    const checkingFresh = login.hasEnded(fresh);

    await vault.answer('auth/token/lookup-self', DENIED);
    expect(await checking).toBe(true);
    await vault.answer('auth/token/lookup-self', { status: 200, body: {} });

    expect(await checkingFresh).toBe(false);
    expect((await login.token()).reveal()).toBe('second-token');
  });
});
