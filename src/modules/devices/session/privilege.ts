import type { Secret } from '../../../common/secret.js';
import type { Question } from '../cli/dialogue.js';
import type { EnableOptions } from '../device-sessions.port.js';
import type { PlatformEnable } from '../platforms/platform.types.js';
import type { Conversation } from './conversation.js';
import { privilegeError } from './privilege-error.js';

const RESTORE_TIMEOUT_MS = 3000;

/** Raises the rights of a session, and gives them back. */
export class Privilege {
  private isRaised = false;

  constructor(private readonly conversation: Conversation) {}

  /** See `DeviceSession.enable`. */
  async raise({ secret, signal, deadlineAt }: EnableOptions = {}): Promise<void> {
    const { platform, privilegeTimeoutMs } = this.conversation.options;
    const { enable } = platform;
    if (enable === null || this.has(enable)) return;
    const given = secret ?? this.ownSecret(enable);
    const startedAtMs = performance.now();
    const outcome = await this.conversation.exchange(enable.command, {
      signal,
      deadlineAt: deadlineAt ?? Date.now() + privilegeTimeoutMs,
      ways: {
        dialogue: this.questions(enable, given),
        isAnyOrder: true,
        levels: enable.levels,
        mayChangePrompt: true,
      },
    });
    this.isRaised = outcome.kind === 'replied' && outcome.rejection === null;
    if (this.isRaised && this.has(enable)) return;
    this.conversation.isBroken = true;
    const { address, credential } = this.conversation.options;
    throw privilegeError({
      enable,
      outcome,
      username: credential.username,
      source: secret === undefined ? `credential "${credential.id}"` : 'the request',
      hasSecret: given !== undefined,
      facts: { address, elapsedMs: performance.now() - startedAtMs },
    });
  }

  /** Gives up what was raised, so that the next job finds the session as the log-in left it. */
  async restore(): Promise<void> {
    const { enable, isShell } = this.conversation.options.platform;
    if (!this.isRaised || isShell || this.conversation.isBroken) return;
    this.isRaised = false;
    const leave = enable?.leave ?? null;
    const deadlineAt = Date.now() + RESTORE_TIMEOUT_MS;
    const outcome =
      leave === null ? undefined : await this.conversation.say(leave, { deadlineAt }).catch(() => undefined);
    if (outcome === undefined) this.conversation.isBroken = true;
  }

  /** Whether the session stands at a level with all rights. */
  private has(enable: PlatformEnable): boolean {
    if (enable.levels.length === 0) return this.isRaised;
    const { level, options } = this.conversation;
    return enable.levels.includes(level) || options.platform.configuration?.levels.includes(level) === true;
  }

  private ownSecret({ asksOwnPassword }: PlatformEnable): Secret | undefined {
    const { enableSecret, password } = this.conversation.options.credential;
    return enableSecret ?? (asksOwnPassword ? password : undefined);
  }

  /** Each is answered once: a secret that is asked for again was wrong, and a second attempt counts. */
  private questions(enable: PlatformEnable, secret: Secret | undefined): Question[] {
    const { username, enableUsername = username } = this.conversation.options.credential;
    const user: Question = { expect: enable.username, answer: enableUsername, isOnce: true };
    if (secret === undefined) return [user];
    const password: Question = { expect: enable.password, answer: secret, isOnce: true };
    const again = enable.asksAgain === null ? [] : [{ ...password, onlyAfter: enable.asksAgain }];
    return [user, password, ...again];
  }
}
