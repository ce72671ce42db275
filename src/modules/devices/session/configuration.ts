import { errorMessage } from '../../../common/tom-error.js';
import type {
  CommandRejection,
  CommandReply,
  ConfigLineReply,
  ConfigOptions,
  ConfigReply,
} from '../device-sessions.port.js';
import { ConfigurationNotSupportedError, ConfigurationRefusedError, OutcomeUnknownError } from '../devices.errors.js';
import type { PlatformConfiguration, PlatformDialogue, PlatformSave } from '../platforms/platform.types.js';
import { configBlocks } from './config-blocks.js';
import type { Conversation, RunOptions } from './conversation.js';
import { shown } from './outcome-errors.js';
import type { Privilege } from './privilege.js';

/** How long a device may be silent after a line, in milliseconds: some work on one for a while. */
const IDLE_TIMEOUT_MS = 30_000;
/** How long leaving may take after a failure, in milliseconds. */
const RESCUE_TIMEOUT_MS = 5000;

/** One push of configuration on one session. */
export class Configuration {
  private readonly mode: PlatformConfiguration;
  private readonly lines: ConfigLineReply[] = [];
  private transcript = '';
  /** How commands are typed: within the caller's limits, until something goes wrong. */
  private limits: RunOptions;

  constructor(
    private readonly conversation: Conversation,
    private readonly privilege: Privilege,
    private readonly options: ConfigOptions,
  ) {
    const { platform, address } = conversation.options;
    if (platform.configuration === null) {
      throw new ConfigurationNotSupportedError(
        `platform "${platform.name}" of ${address} takes no configuration lines; nothing was sent`,
      );
    }
    const { signal, deadlineAt, idleTimeoutMs = IDLE_TIMEOUT_MS } = options;
    this.mode = platform.configuration;
    this.limits = { signal, deadlineAt, idleTimeoutMs, stage: 'config' };
  }

  /** See `DeviceSession.sendConfigs`. */
  async push(lines: readonly string[]): Promise<ConfigReply> {
    const blocks = configBlocks(lines, this.mode.textBlocks);
    for (const line of blocks.flatMap((block) => block.split('\n'))) this.conversation.check(line);
    if (blocks.length === 0) return this.reply('not_sent');
    const { signal, deadlineAt } = this.options;
    if (this.mode.needsEnable) await this.privilege.raise({ signal, deadlineAt });
    await this.enter();
    await this.announce();
    try {
      return this.reply(await this.apply(blocks));
    } catch (error) {
      await this.rescue();
      throw this.unknownOutcome(error, blocks.length);
    }
  }

  private get isInside(): boolean {
    return this.mode.enter === null || this.mode.levels.includes(this.conversation.level);
  }

  private get hasRefusal(): boolean {
    return this.lines.some(({ rejection }) => rejection !== null);
  }

  private async enter(): Promise<void> {
    const { enter } = this.mode;
    if (enter === null || this.isInside) return;
    const { output, rejection } = await this.say(enter);
    if (this.isInside) return;
    this.conversation.isBroken = true;
    throw new ConfigurationRefusedError(
      `${shown(enter.command)} on ${this.conversation.options.address} opened no configuration mode; the device said ` +
        `${shown(rejection?.line ?? output)}; nothing was changed`,
    );
  }

  private async announce(): Promise<void> {
    try {
      await this.options.beforeFirstByte?.();
    } catch (error) {
      await this.rescue();
      throw error;
    }
  }

  private async apply(blocks: readonly string[]): Promise<ConfigReply['outcome']> {
    const { stopOnError = true, save = false } = this.options;
    await this.typeAll(blocks, stopOnError);
    const isInForce = !(this.hasRefusal && stopOnError) && (await this.commit());
    if (!isInForce) await this.discard();
    const saving = save && isInForce ? this.conversation.options.platform.save : null;
    await this.leave(saving);
    if (this.hasRefusal) return 'rejected';
    return isInForce ? 'applied' : 'not_sent';
  }

  /** Puts the lines in force; gives whether they are. */
  private async commit(): Promise<boolean> {
    const { commit } = this.mode;
    return commit === null || (this.options.commit !== false && (await this.order(commit)));
  }

  private async typeAll(blocks: readonly string[], stopOnError: boolean): Promise<void> {
    for (const block of blocks) {
      if (!this.isInside) {
        this.note(block, '', {
          reason: 'rejected',
          line: 'not sent, because the line before left the configuration mode',
        });
        return;
      }
      const { output, rejection } = await this.run(block, { levels: this.mode.levels });
      this.note(block, output, rejection);
      if (rejection !== null && stopOnError) return;
    }
  }

  /** Types what decides about the lines before; gives whether the device did it, and notes it if not. */
  private async order(dialogue: PlatformDialogue): Promise<boolean> {
    const { output, rejection } = await this.say(dialogue);
    if (rejection === null && (dialogue.success === null || dialogue.success.test(output))) return true;
    const lastLine = output.trimEnd().split('\n').at(-1) ?? '';
    this.note(dialogue.command, output, rejection ?? { reason: 'rejected', line: lastLine.trim() });
    return false;
  }

  private async discard(): Promise<void> {
    if (this.mode.discard !== null && this.isInside) await this.say(this.mode.discard);
  }

  /** Leaves the mode, and saves where the platform does it: before or after. */
  private async leave(saving: PlatformSave | null = null): Promise<void> {
    const { leave } = this.mode;
    if (saving?.inConfiguration === true) await this.order(saving);
    if (leave !== null && this.isInside) await this.say(leave);
    if (saving?.inConfiguration === false) await this.order(saving);
  }

  private say({ command, answers }: PlatformDialogue): Promise<CommandReply> {
    const dialogue = answers.map(({ pattern, answer }) => ({ expect: pattern, answer }));
    return this.run(command, { dialogue, isAnyOrder: true, levels: this.mode.levels, mayChangePrompt: true });
  }

  private async run(command: string, ways: RunOptions['ways']): Promise<CommandReply> {
    this.transcript += `${this.conversation.prompt}${command.split('\n', 1).join('')}\n`;
    const reply = await this.conversation.run(command, { ...this.limits, ways });
    if (reply.output !== '') this.transcript += `${reply.output}\n`;
    return reply;
  }

  private note(line: string, output: string, rejection: CommandRejection | null): void {
    this.lines.push({ line, output, rejection });
  }

  /** Leaves the configuration mode, if that can be done, and gives the session up. */
  private async rescue(): Promise<void> {
    const deadlineAt = Date.now() + RESCUE_TIMEOUT_MS;
    this.limits = { deadlineAt, stage: 'config', isLast: true };
    try {
      if (!this.conversation.isBroken || (await this.conversation.interrupt(this.mode.levels))) {
        await this.discard();
        await this.leave();
      }
    } catch {
      // Told is what went wrong first.
    } finally {
      this.conversation.isBroken = true;
    }
  }

  private reply(outcome: ConfigReply['outcome']): ConfigReply {
    const transcript = this.transcript === '' ? '' : `${this.transcript}${this.conversation.prompt.trimEnd()}`;
    return { transcript, lines: this.lines, outcome };
  }

  private unknownOutcome(error: unknown, count: number): OutcomeUnknownError {
    const { address } = this.conversation.options;
    return new OutcomeUnknownError(
      `the configuration of ${address} may be in force in part, ${this.lines.length} of ${count} lines were answered ` +
        `(${errorMessage(error)}); look at the device before it is sent again`,
      { stage: 'config', partialOutput: this.transcript, cause: error },
    );
  }
}
