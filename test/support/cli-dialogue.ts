import { CliSession } from '../../src/modules/devices/cli/cli-session.js';
import type { CliOutcome, CliPlatform, CommandWays, ExchangeLimits } from '../../src/modules/devices/cli/cli.types.js';
import type { LoginAnswers } from '../../src/modules/devices/cli/login-dialogue.js';
import { PlatformRegistry } from '../../src/modules/devices/platforms/platform-registry.js';

const registry = new PlatformRegistry();
const loaded = registry.onModuleInit();

export interface DialogueOptions {
  readonly driver?: string;
  readonly maxOutputBytes?: number;
  readonly platform?: Partial<CliPlatform>;
}

/** Plays the device to a `CliSession`, with a clock of its own. */
export class CliDialogue {
  readonly session: CliSession;
  /** What was typed on the device and not yet asked for. */
  typed = '';
  outcome: CliOutcome | undefined;
  nowMs = 0;

  private constructor(platform: CliPlatform, maxOutputBytes: number) {
    this.session = new CliSession(
      { platform, maxOutputBytes },
      {
        write: (text) => {
          this.typed += text;
        },
        finished: (outcome) => {
          this.outcome = outcome;
        },
      },
    );
  }

  static async start({ driver = 'cisco_ios', maxOutputBytes = 2 ** 26, platform }: DialogueOptions = {}) {
    await loaded;
    return new CliDialogue({ ...registry.resolve(driver), ...platform }, maxOutputBytes);
  }

  /** A dialogue whose session stands at `prompt`. */
  static async at(prompt: string, options: DialogueOptions = {}): Promise<CliDialogue> {
    const dialogue = await CliDialogue.start(options);
    dialogue.open();
    dialogue.device(prompt).wait(5).device(`\r\n${prompt}`).wait(60);
    if (dialogue.outcome?.kind !== 'opened') throw new Error('the prompt was not found');
    dialogue.typed = '';
    return dialogue;
  }

  open(limits: Partial<ExchangeLimits> = {}, answers?: LoginAnswers): this {
    this.outcome = undefined;
    this.session.open(this.nowMs, { deadlineAtMs: this.nowMs + 10_000, ...limits }, answers);
    return this;
  }

  send(command: string, limits: Partial<ExchangeLimits> = {}, ways?: CommandWays): this {
    this.outcome = undefined;
    this.session.send(command, this.nowMs, { deadlineAtMs: this.nowMs + 10_000, ...limits }, ways);
    return this;
  }

  /** The device sends text (UTF-8) or bytes, in one piece. */
  device(data: string | Uint8Array): this {
    this.session.receive(typeof data === 'string' ? Buffer.from(data) : data, this.nowMs);
    return this;
  }

  /** Time passes; the session is woken whenever it asked to be. */
  wait(ms: number): this {
    const endMs = this.nowMs + ms;
    while (this.session.wakeAtMs <= endMs) {
      this.nowMs = Math.max(this.nowMs, this.session.wakeAtMs);
      this.session.tick(this.nowMs);
    }
    this.nowMs = endMs;
    return this;
  }

  /** What was typed since the last call. */
  takeTyped(): string {
    const { typed } = this;
    this.typed = '';
    return typed;
  }

  /** The output of a command that was answered. */
  get output(): string {
    if (this.outcome?.kind !== 'replied') throw new Error(`no reply but ${JSON.stringify(this.outcome)}`);
    return this.outcome.output;
  }
}
