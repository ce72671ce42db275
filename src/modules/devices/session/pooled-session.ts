import type { CommandOptions, CommandReply, DeviceSession } from '../device-sessions.port.js';
import { ConnectionLostError, OutputTooLargeError, UnsendableCommandError } from '../devices.errors.js';
import type { Platform } from '../platforms/platform.types.js';
import type { CliDriver } from './cli-driver.js';
import { commandError, unexpectedOutput } from './outcome-errors.js';

/** How long a command may take when its caller says nothing, in milliseconds. */
const DEFAULT_TIMEOUT_MS = 60_000;

const CONTROL = /[\x00-\x1f\x7f]/;

export interface PooledSessionOptions {
  readonly address: string;
  readonly platform: Platform;
  readonly signal?: AbortSignal;
  /** See `ExchangeOptions`; concerns the first command. */
  readonly signOfLifeMs?: number;
}

/** What a job sees of a session, for as long as it has it. */
export class PooledSession implements DeviceSession {
  /** A command may have changed how the session behaves. */
  isChanged = false;
  /** The session is in an unknown state, or the job's time with it is over. */
  isBroken = false;
  /** A command was answered. */
  hasReplied = false;

  constructor(
    private readonly driver: CliDriver,
    private readonly options: PooledSessionOptions,
  ) {}

  async sendCommand(command: string, options: CommandOptions = {}): Promise<CommandReply> {
    const text = command.replace(/[\r\n]+$/, '');
    this.check(text);
    const { platform } = this.options;
    if (!platform.isShell && !platform.statelessCommands.some((pattern) => pattern.test(text))) this.isChanged = true;
    try {
      return await this.run(text, options);
    } catch (error) {
      if (!(error instanceof OutputTooLargeError)) this.isBroken = true;
      throw error;
    }
  }

  private async run(command: string, { signal, deadlineAt }: CommandOptions): Promise<CommandReply> {
    const startedAtMs = performance.now();
    const signals = [...new Set([signal, this.options.signal])].filter((one) => one !== undefined);
    const outcome = await this.driver.run(command, {
      deadlineAt: deadlineAt ?? Date.now() + DEFAULT_TIMEOUT_MS,
      signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
      signOfLifeMs: this.hasReplied ? undefined : this.options.signOfLifeMs,
    });
    this.hasReplied = true;
    if (outcome.kind === 'replied') return { output: outcome.output, rejection: outcome.rejection };
    throw commandError(outcome, command, {
      address: this.options.address,
      elapsedMs: performance.now() - startedAtMs,
    });
  }

  private check(command: string): void {
    const { address } = this.options;
    if (this.isBroken) throw new ConnectionLostError(`the session on ${address} is over; no command can be sent on it`);
    if (!this.driver.isReady) throw this.driver.isOpen ? unexpectedOutput(address) : this.driver.lost();
    const index = command.search(CONTROL);
    if (index < 0) return;
    const code = command.charCodeAt(index).toString(16).padStart(2, '0');
    throw new UnsendableCommandError(
      `the command holds the control character 0x${code} at position ${index + 1}; send one line of text a command`,
    );
  }
}
