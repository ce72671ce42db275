import { Logger } from '@nestjs/common';
import { Secret } from '../../../common/secret.js';
import { within } from '../../../common/within.js';
import { errorMessage } from '../../../common/tom-error.js';
import type { CredentialEvents, StoreLogin } from '../credential-events.js';
import { CredentialStoreError, CredentialStoreUnreachableError } from '../credentials.errors.js';
import type { VaultAsker } from './vault-asker.js';
import type { VaultAnswer } from './vault-client.js';

/** Part of a token's life after which it is renewed. */
const RENEW_AT = 2 / 3;
const SHORTEST_WAIT_MS = 500;
/** A renewal that prolongs a token by less comes against the end of its longest life. */
const SMALLEST_GAIN_MS = 1_000;
/** The longest a timer of Node's can wait. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;
/** How long a log-in that Vault refused is not tried again: repeated, it would lock the role out. */
const REFUSED_PAUSE_MS = 10_000;
/** How long the end of Tom waits for a log-in that is under way, to revoke its token. */
const STOP_PATIENCE_MS = 2_000;

export interface VaultLoginOptions {
  readonly token?: Secret;
  readonly roleId?: Secret;
  readonly secretId?: Secret;
  readonly approleMount: string;
}

interface HeldToken {
  readonly token: Secret;
  /** Milliseconds since the epoch; infinite for a token without end. */
  readonly endsAt: number;
  readonly isRenewable: boolean;
  /** Whether it came of a log-in. */
  readonly isOwn: boolean;
}

interface TokenFacts {
  readonly ttl?: number;
  /** Null for a token without end. */
  readonly expire_time?: string | null;
  readonly renewable?: boolean;
  readonly client_token?: string;
  readonly lease_duration?: number;
}

function factsOf({ body }: VaultAnswer, part: 'auth' | 'data'): TokenFacts {
  return (body as Partial<Record<'auth' | 'data', TokenFacts>> | null)?.[part] ?? {};
}

/**
 * The token that Tom shows Vault: as given, or of a log-in by AppRole. Renewed before it ends; where that does not go, logged in
 * anew. However many ask at a time, there is one log-in.
 */
export class VaultLogin {
  private readonly logger = new Logger('Credentials');
  private held: HeldToken | undefined;
  private obtaining: Promise<HeldToken> | undefined;
  private checking: { readonly token: Secret; readonly hasEnded: Promise<boolean> } | undefined;
  private refusal: { readonly until: number; readonly error: CredentialStoreError } | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isStopped = false;

  constructor(
    private readonly asker: VaultAsker,
    private readonly options: VaultLoginOptions,
    private readonly events: CredentialEvents,
  ) {}

  /** A token that has not ended. @throws CredentialStoreError, CredentialStoreUnreachableError */
  async token(): Promise<Secret> {
    if (this.held !== undefined && this.held.endsAt > Date.now()) return this.held.token;
    return (await this.obtain()).token;
  }

  /** Whether Vault does not know this token any more; another is obtained for the next question then. */
  async hasEnded(token: Secret): Promise<boolean> {
    if (this.held?.token !== token) return true;
    const hasEnded = await this.check(token);
    if (hasEnded && this.held?.token === token) this.drop();
    return hasEnded;
  }

  /** Ends renewal; a token of Tom's own log-in is revoked, if Vault can be reached, one that is still to come as well. */
  async stop(): Promise<void> {
    this.isStopped = true;
    const { held } = this;
    this.drop();
    if (held !== undefined) await this.revoke(held);
    await within(
      STOP_PATIENCE_MS,
      this.obtaining?.catch(() => undefined),
    );
  }

  private async revoke({ isOwn, token }: HeldToken): Promise<void> {
    if (isOwn) await this.asker.tell({ method: 'POST', path: 'auth/token/revoke-self', token });
  }

  /** One question for all who ask of the same token at a time. */
  private check(token: Secret): Promise<boolean> {
    if (this.checking?.token === token) return this.checking.hasEnded;
    const checking = { token, hasEnded: this.lookUp(token).then(({ status }) => status === 403) };
    this.checking = checking;
    return checking.hasEnded.finally(() => {
      if (this.checking === checking) this.checking = undefined;
    });
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.held = undefined;
  }

  private obtain(): Promise<HeldToken> {
    if (this.isStopped) return Promise.reject(this.stopped());
    if (this.refusal !== undefined && this.refusal.until > Date.now()) return Promise.reject(this.refusal.error);
    this.obtaining ??= this.told('log_in', this.logIn())
      .then((held) => this.take(held))
      .finally(() => (this.obtaining = undefined));
    return this.obtaining;
  }

  private async told<T>(action: StoreLogin, asked: Promise<T>): Promise<T> {
    const tell = (outcome: 'completed' | 'refused' | 'unreachable'): void =>
      this.events.loggedIn(action, outcome, `Vault at ${this.asker.url}`);
    try {
      const answer = await asked;
      tell(answer === false ? 'refused' : 'completed');
      return answer;
    } catch (error) {
      const isUnreachable = error instanceof CredentialStoreUnreachableError;
      // While Vault is left alone each question fails so, and is counted itself; a renewal is nobody's question.
      if (!isUnreachable || action === 'renewal') tell(isUnreachable ? 'unreachable' : 'refused');
      throw error;
    }
  }

  private async logIn(): Promise<HeldToken> {
    const { token, roleId, secretId } = this.options;
    const given = token === undefined ? undefined : await this.takeGiven(token);
    if (given !== undefined) return given;
    if (roleId === undefined || secretId === undefined) {
      throw this.refuse(
        'does not accept plugin_vault_token: it has expired, was revoked, or may not look itself up (auth/token/lookup-self)',
      );
    }
    const sentAt = Date.now();
    const body = { role_id: roleId.reveal(), secret_id: secretId.reveal() };
    const answer = await this.asker.ask({ method: 'POST', path: `auth/${this.options.approleMount}/login`, body });
    const { client_token: own, lease_duration: lease, renewable } = factsOf(answer, 'auth');
    if (answer.status !== 200 || own === undefined) {
      throw this.refuse(
        `refuses the log-in with plugin_vault_role_id and plugin_vault_secret_id at auth/${this.options.approleMount} (status ${answer.status})`,
      );
    }
    this.logger.log(`logged in to Vault at ${this.asker.url}`);
    return {
      token: new Secret(own),
      endsAt: endOf(sentAt, lease),
      isRenewable: renewable === true,
      isOwn: true,
    };
  }

  /** The token of the settings, if Vault accepts it. */
  private async takeGiven(token: Secret): Promise<HeldToken | undefined> {
    const sentAt = Date.now();
    const answer = await this.lookUp(token);
    if (answer.status !== 200) return undefined;
    const { ttl = 0, expire_time: end, renewable } = factsOf(answer, 'data');
    const endsAt = end ? sentAt + ttl * 1000 : Infinity;
    return { token: token.copy(), endsAt, isRenewable: renewable === true, isOwn: false };
  }

  private lookUp(token: Secret): Promise<VaultAnswer> {
    return this.asker.ask({ method: 'GET', path: 'auth/token/lookup-self', token });
  }

  private refuse(reason: string): CredentialStoreError {
    const error = new CredentialStoreError(`Vault at ${this.asker.url} ${reason}`);
    this.refusal = { until: Date.now() + REFUSED_PAUSE_MS, error };
    return error;
  }

  /** What comes when nobody wants it any more is not left behind. */
  private async take(held: HeldToken): Promise<HeldToken> {
    if (!this.isStopped) return this.hold(held);
    await this.revoke(held);
    throw this.stopped();
  }

  private stopped(): CredentialStoreUnreachableError {
    return new CredentialStoreUnreachableError(`Vault at ${this.asker.url} is asked for nothing more: Tom is stopping`);
  }

  private hold(held: HeldToken): HeldToken {
    clearTimeout(this.timer);
    this.held = held;
    this.refusal = undefined;
    const lifeMs = held.endsAt - Date.now();
    if (lifeMs !== Infinity) this.schedule(lifeMs * RENEW_AT);
    return held;
  }

  private schedule(waitMs: number): void {
    const delayMs = Math.min(Math.max(waitMs * (0.9 + Math.random() / 10), SHORTEST_WAIT_MS), LONGEST_WAIT_MS);
    this.timer = setTimeout(() => void this.renew(), delayMs).unref();
  }

  private async renew(): Promise<void> {
    const { held } = this;
    if (held === undefined) return;
    try {
      const isProlonged = held.isRenewable && (await this.told('renewal', this.prolong(held)));
      // It may have ended meanwhile, and have been replaced by whoever noticed.
      if (!isProlonged && this.held === held) await this.replace(held);
    } catch (error) {
      this.logger.warn(`the token for Vault could not be renewed: ${errorMessage(error)}`);
      const leftMs = held.endsAt - Date.now();
      // At its end the next question obtains one.
      if (this.held === held && leftMs > SHORTEST_WAIT_MS) this.schedule(leftMs / 3);
    }
  }

  /** False where Vault does not renew it, or not for long enough: its longest life comes to its end. */
  private async prolong(held: HeldToken): Promise<boolean> {
    const sentAt = Date.now();
    const answer = await this.asker.ask({ method: 'POST', path: 'auth/token/renew-self', token: held.token, body: {} });
    const { lease_duration: lease, renewable } = factsOf(answer, 'auth');
    // Nothing is left of a life of 0 seconds here, where 0 elsewhere is no end.
    if (answer.status !== 200 || !lease) return false;
    const renewed = { ...held, endsAt: endOf(sentAt, lease), isRenewable: renewable === true };
    if (renewed.endsAt < held.endsAt + SMALLEST_GAIN_MS) return false;
    if (this.held === held) this.hold(renewed);
    return true;
  }

  private async replace(held: HeldToken): Promise<void> {
    if (this.options.roleId !== undefined) {
      await this.obtain();
      return;
    }
    this.logger.warn(
      `plugin_vault_token cannot be renewed and ends at ${new Date(held.endsAt).toISOString()}; set another before that`,
    );
  }
}

/** When a lease that was asked for at a time ends; 0 is no end. */
function endOf(sentAt: number, leaseSeconds = 0): number {
  return leaseSeconds === 0 ? Infinity : sentAt + leaseSeconds * 1000;
}
