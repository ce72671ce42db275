import type { JobStage } from '../../../common/tom-error.js';
import type { Credential } from '../../credentials/credential.types.js';
import type { CliOutcome, CommandWays } from '../cli/cli.types.js';
import type { CommandReply, ExchangeTimes } from '../device-sessions.port.js';
import { ConnectionLostError, UnsendableCommandError } from '../devices.errors.js';
import type { Platform, PlatformDialogue } from '../platforms/platform.types.js';
import type { CliDriver } from './cli-driver.js';
import { commandError, unexpectedOutput } from './outcome-errors.js';

/** How long a command may take when its caller says nothing, in milliseconds. */
const DEFAULT_TIMEOUT_MS = 60_000;
/** How long a device may take to give a command up, in milliseconds. */
const INTERRUPT_TIMEOUT_MS = 2000;

const CONTROL = /[\x00-\x1f\x7f]/;

export interface ConversationOptions {
  /** `host:port`. */
  readonly address: string;
  readonly platform: Platform;
  /** See `DeviceSession`. */
  readonly serverVersion?: string;
  /** Who is logged in. */
  readonly credential: Credential;
  readonly signal?: AbortSignal;
  /** How long raising the rights may take. */
  readonly privilegeTimeoutMs: number;
  /** See `ConnectionPlan`. */
  readonly commandTimeoutMs?: number;
  readonly idleTimeoutMs?: number;
  /** See `ExchangeOptions`; concerns the first command. */
  readonly signOfLifeMs?: number;
}

export interface RunOptions extends ExchangeTimes {
  readonly idleTimeoutMs?: number;
  /** Stage of the job that errors name. Default `command`. */
  readonly stage?: JobStage;
  readonly ways?: CommandWays;
  /** Typed although the caller gave the work up: to leave the device as it was. */
  readonly isLast?: boolean;
}

/** What is said on one session, for as long as a job has it. */
export class Conversation {
  /** The session is in an unknown state, or the job's time with it is over. */
  isBroken = false;
  /** A command was answered. */
  hasReplied = false;

  constructor(
    private readonly driver: CliDriver,
    readonly options: ConversationOptions,
  ) {}

  get level(): string {
    return this.driver.level;
  }

  get prompt(): string {
    return this.driver.prompt;
  }

  /** Throws unless the line can be typed: `UnsendableCommandError`. */
  check(line: string): void {
    const index = line.search(CONTROL);
    if (index < 0) return;
    const code = line.charCodeAt(index).toString(16).padStart(2, '0');
    throw new UnsendableCommandError(
      `the command holds the control character 0x${code} at position ${index + 1}; send one line of text a command`,
    );
  }

  /** Types a command and gives what it came to. Rejects when nothing can be typed, or the session ends. */
  async exchange(command: string, options: RunOptions = {}): Promise<CliOutcome> {
    this.checkReady();
    const { signal, ways } = options;
    const { commandTimeoutMs = Infinity, idleTimeoutMs = options.idleTimeoutMs } = this.options;
    const allowedAt = options.deadlineAt ?? Date.now() + DEFAULT_TIMEOUT_MS;
    const deadlineAt = Math.min(allowedAt, Date.now() + commandTimeoutMs);
    const { signal: own, signOfLifeMs: firstSignMs } = this.options;
    const given = options.isLast === true ? undefined : eitherOf(signal, own);
    const signOfLifeMs = this.hasReplied ? undefined : firstSignMs;
    try {
      const limits = { deadlineAt, idleTimeoutMs, signal: given, signOfLifeMs };
      const outcome = await this.driver.run(command, limits, ways);
      this.hasReplied = true;
      if (outcome.kind !== 'replied' && outcome.kind !== 'too_long') this.isBroken = true;
      return outcome;
    } catch (error) {
      this.isBroken = true;
      throw error;
    }
  }

  /** Types a command and gives the device's reply. Rejects with an error for everything else. */
  async run(command: string, options: RunOptions = {}): Promise<CommandReply> {
    const startedAtMs = performance.now();
    const outcome = await this.exchange(command, options);
    if (outcome.kind === 'replied') {
      const { output, rejection, logLines } = outcome;
      return { output, rejection, logLines };
    }
    const facts = { address: this.options.address, elapsedMs: performance.now() - startedAtMs };
    throw commandError(outcome, command, facts, options.stage);
  }

  /** Types a command of the platform's, and answers what it asks. */
  say({ command, answers }: PlatformDialogue, options: RunOptions = {}): Promise<CommandReply> {
    const dialogue = answers.map(({ pattern, answer }) => ({ expect: pattern, answer }));
    const ways = { dialogue, isAnyOrder: true, mayChangePrompt: true, ...options.ways };
    return this.run(command, { ...options, ways });
  }

  /** Makes the device give up what it does or asks. Gives whether the session stands at a prompt again. */
  async interrupt(levels: readonly string[]): Promise<boolean> {
    if (!this.driver.isOpen) return false;
    const deadlineAt = Date.now() + INTERRUPT_TIMEOUT_MS;
    const outcome = await this.driver.interrupt({ deadlineAt }, { levels }).catch(() => undefined);
    this.isBroken = outcome?.kind !== 'replied';
    return !this.isBroken;
  }

  private checkReady(): void {
    const { address } = this.options;
    if (this.isBroken) throw new ConnectionLostError(`the session on ${address} is over; no command can be sent on it`);
    if (!this.driver.isReady) throw this.driver.isOpen ? unexpectedOutput(address) : this.driver.lost();
  }
}

function eitherOf(one: AbortSignal | undefined, other: AbortSignal | undefined): AbortSignal | undefined {
  if (one === undefined || one === other) return other;
  return other === undefined ? one : AbortSignal.any([one, other]);
}
