import type {
  CommandOptions,
  CommandReply,
  ConfigOptions,
  ConfigReply,
  DeviceSession,
  EnableOptions,
} from '../device-sessions.port.js';
import { SessionAbortedError } from '../devices.errors.js';
import type { CliDriver } from './cli-driver.js';
import { Configuration } from './configuration.js';
import { Conversation, type ConversationOptions } from './conversation.js';
import { Privilege } from './privilege.js';

/** What a job sees of a session, for as long as it has it. */
export class PooledSession implements DeviceSession {
  /** A command may have changed how the session behaves. */
  isChanged = false;
  private readonly conversation: Conversation;
  private readonly privilege: Privilege;

  constructor(
    driver: CliDriver,
    private readonly options: ConversationOptions,
  ) {
    this.conversation = new Conversation(driver, options);
    this.privilege = new Privilege(this.conversation);
  }

  get platform(): string {
    return this.options.platform.name;
  }

  get serverVersion(): string | undefined {
    return this.options.serverVersion;
  }

  /** The session is in an unknown state, or the job's time with it is over. */
  get isBroken(): boolean {
    return this.conversation.isBroken;
  }

  /** A command was answered. */
  get hasReplied(): boolean {
    return this.conversation.hasReplied;
  }

  async sendCommand(command: string, options: CommandOptions = {}): Promise<CommandReply> {
    const text = command.replace(/[\r\n]+$/, '');
    this.conversation.check(text);
    const { signal, deadlineAt, idleTimeoutMs, expect, dialogue, onOutput } = options;
    if (this.mayChange(text) || expect !== undefined || dialogue !== undefined) this.isChanged = true;
    try {
      // Written out field by field: V8 copies objects slowly.
      const ways = { expect, dialogue, onOutput };
      return await this.conversation.run(text, { signal, deadlineAt, idleTimeoutMs, ways });
    } catch (error) {
      if (error instanceof SessionAbortedError) await this.stopCommand();
      throw error;
    }
  }

  enable(options?: EnableOptions): Promise<void> {
    return this.privilege.raise(options);
  }

  async sendConfigs(lines: readonly string[], options: ConfigOptions = {}): Promise<ConfigReply> {
    this.isChanged = true;
    return new Configuration(this.conversation, this.privilege, options).push(lines);
  }

  /** The job's time with the session is over. Gives whether another job may have it. */
  async end(): Promise<boolean> {
    if (!this.isChanged) await this.privilege.restore();
    const isGood = !this.isChanged && !this.isBroken;
    this.conversation.isBroken = true;
    return isGood;
  }

  /** The device is to end what nobody waits for any more. */
  private async stopCommand(): Promise<void> {
    await this.conversation.interrupt([]);
    this.conversation.isBroken = true;
  }

  private mayChange(command: string): boolean {
    const { isShell, statelessCommands } = this.options.platform;
    return !isShell && !statelessCommands.some((pattern) => pattern.test(command));
  }
}
