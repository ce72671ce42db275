import { setTimeout as delay } from 'node:timers/promises';
import type {
  CommandRejection,
  CommandReply,
  ConfigLineReply,
  ConfigOptions,
  ConfigReply,
} from '../device-sessions.port.js';
import { ConfigurationNotSupportedError, ConfigurationRefusedError } from '../devices.errors.js';
import { chooseConfiguration, isTrial } from '../platforms/configuration-choice.js';
import type { ConfigurationMode, PlatformDialogue } from '../platforms/platform.types.js';
import { configBlocks } from './config-blocks.js';
import type { Conversation, RunOptions } from './conversation.js';
import { shown } from './outcome-errors.js';
import type { Privilege } from './privilege.js';
import { RunningConfiguration } from './running-configuration.js';
import { Transcript } from './transcript.js';
import { unknownOutcome } from './unknown-outcome.js';

/** How long a device may be silent after a line, in milliseconds: some work on one for a while. */
const IDLE_TIMEOUT_MS = 30_000;
/** How deep a mode may be, where it is left level by level. */
const LEAVE_LIMIT = 10;
/** How long committing or saving may take when the caller says nothing, in milliseconds. */
const ORDER_TIMEOUT_MS = 600_000;
/** How long the device runs with changes before they are confirmed, in milliseconds: a session that they cut off is gone by then. */
const CONFIRM_AFTER_MS = 3000;
/** How long leaving may take after a failure, in milliseconds. */
const RESCUE_TIMEOUT_MS = 5000;

/** One push of configuration on one session. */
export class Configuration {
  private readonly mode: ConfigurationMode;
  private readonly running: RunningConfiguration | undefined;
  private diff: string | null = null;
  /** The platform has a mode at this command line. */
  private hasMode = false;
  private isEntered = false;
  private readonly lines: ConfigLineReply[] = [];
  private readonly transcript: Transcript;
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
    const { signal, deadlineAt, idleTimeoutMs = IDLE_TIMEOUT_MS, transcriptForm } = options;
    this.transcript = new Transcript(transcriptForm);
    const { name, configuration } = platform;
    this.mode = chooseConfiguration({ name, configuration }, options);
    this.limits = { signal, deadlineAt, idleTimeoutMs, stage: 'config' };
    const isShown = this.mode.diff === null && options.diff === true;
    this.running = isShown ? new RunningConfiguration(conversation, configuration.running, this.limits) : undefined;
  }

  /** See `DeviceSession.sendConfigs`. */
  async push(lines: readonly string[]): Promise<ConfigReply> {
    const blocks = configBlocks(lines, this.mode.textBlocks);
    for (const line of blocks.flatMap((block) => block.split('\n'))) this.conversation.check(line);
    if (blocks.length === 0) return this.reply('not_sent');
    const { secret, signal, deadlineAt } = this.options;
    if (this.mode.needsEnable) await this.privilege.raise({ secret, signal, deadlineAt });
    this.checkCandidate();
    await this.running?.note();
    await this.prepare();
    await this.enter();
    await this.announce();
    try {
      const outcome = await this.apply(blocks);
      if (this.running !== undefined) this.diff = await this.running.changes();
      return this.reply(outcome);
    } catch (error) {
      await this.rescue();
      const { address } = this.conversation.options;
      const [answered, sent] = [this.lines.length, blocks.length];
      throw unknownOutcome(error, { address, answered, sent, mode: this.mode, options: this.options }, this.transcript);
    }
  }

  /** Lines are taken: the mode is entered, or there is none. */
  private get isInside(): boolean {
    return !this.hasMode || this.isAtModeLevel;
  }

  /** The mode is there to be left. */
  private get isAtModeLevel(): boolean {
    const { levels } = this.mode;
    return levels.length === 0 ? this.isEntered : levels.includes(this.conversation.level);
  }

  private get hasRefusal(): boolean {
    return this.lines.some(({ rejection }) => rejection !== null);
  }

  /** Where a platform has two command lines, only one of them may have a candidate. */
  private checkCandidate(): void {
    const { enter, when } = this.mode;
    this.hasMode = enter !== null && when?.test(this.conversation.prompt.trimEnd()) !== false;
    const { confirmWithinMinutes = null } = this.options;
    if (this.hasMode || (!isTrial(this.options) && confirmWithinMinutes === null)) return;
    throw new ConfigurationNotSupportedError(
      `the command line of ${this.conversation.options.address} has no candidate configuration: commit: false, dry_run and ` +
        'confirm_within cannot be used; nothing was sent',
    );
  }

  private async prepare(): Promise<void> {
    const { prepare } = this.mode;
    if (prepare === null || (await this.order(prepare))) return;
    this.refuse(prepare, `was not done; the device said ${shown(this.lines.at(-1)?.rejection?.line ?? '')}`);
  }

  private async enter(): Promise<void> {
    const { enter } = this.mode;
    if (enter === null || this.isInside) return;
    const { output, rejection } = await this.say(enter);
    this.isEntered = rejection === null;
    if (this.isInside) return;
    this.refuse(enter, `opened no configuration mode; the device said ${shown(rejection?.line ?? output)}`);
  }

  /** Ends a push of which nothing was sent. */
  private refuse({ command }: PlatformDialogue, what: string): never {
    const { address } = this.conversation.options;
    this.conversation.isBroken = true;
    throw new ConfigurationRefusedError(`${shown(command)} on ${address} ${what}; nothing was changed`);
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
    const { stopOnError = true } = this.options;
    await this.typeAll(blocks, stopOnError);
    const isWanted = !(this.hasRefusal && stopOnError);
    if (isWanted) await this.showDiff();
    if (this.mode.commitsOutside) await this.leave();
    const isInForce = isWanted && (await this.commit());
    if (isInForce) await this.finish();
    else await this.discard();
    await this.leave();
    if (this.hasRefusal) return 'rejected';
    return isInForce ? 'applied' : 'not_committed';
  }

  /** What is typed once the lines are in force: has them kept, where they would be taken back, and saved. */
  private async finish(): Promise<void> {
    const { confirmsOutside } = this.mode;
    const saving = this.options.save === true ? this.conversation.options.platform.save : null;
    if (saving?.inConfiguration === true) await this.order(saving);
    await this.leave();
    if (confirmsOutside && !(await this.confirm())) return;
    if (saving?.inConfiguration === false) await this.order(saving);
  }

  private async showDiff(): Promise<void> {
    const { diff } = this.mode;
    const isWanted = this.options.diff === true || this.options.dryRun === true;
    if (diff === null || !isWanted || !this.isInside) return;
    const { output, rejection } = await this.say(diff);
    this.diff = rejection === null ? output : null;
  }

  /** Puts the lines in force; gives whether they are. */
  private async commit(): Promise<boolean> {
    const { commit, confirmsOutside } = this.mode;
    if (isTrial(this.options)) return false;
    if (commit === null || !this.hasMode) return true;
    if (!(await this.order(commit))) return false;
    return confirmsOutside || this.confirm();
  }

  /** Has the device keep the changes, where it would take them back: who cuts himself off does not come to this. */
  private async confirm(): Promise<boolean> {
    const { confirm } = this.mode;
    const { confirmWithinMinutes = null, confirmAfterMs = CONFIRM_AFTER_MS, signal } = this.options;
    if (confirm === null) return true;
    if (confirmWithinMinutes !== null) await delay(confirmAfterMs, undefined, { signal });
    return this.order(confirm);
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
      const { output, rejection } = await this.type(block);
      this.note(block, output, rejection);
      if (rejection !== null && stopOnError) return;
    }
  }

  /** Types what decides about the lines before; gives whether the device did it, and notes it if not. */
  private async order(dialogue: PlatformDialogue): Promise<boolean> {
    const { deadlineAt = Date.now() + ORDER_TIMEOUT_MS } = this.limits;
    const { prompt } = this.conversation;
    const { output, rejection } = await this.ask(dialogue, { ...this.limits, deadlineAt, idleTimeoutMs: undefined });
    this.transcript.addLine({ prompt, command: dialogue.command, output });
    const { success, failure } = dialogue;
    const isDone = success === null ? failure?.test(output) !== true : success.test(output);
    if (rejection === null && isDone) return true;
    const line = failure?.exec(output)?.[0] ?? output.trimEnd().split('\n').at(-1) ?? '';
    this.note(dialogue.command, output, rejection ?? { reason: 'rejected', line: line.trim() });
    return false;
  }

  private async discard(): Promise<void> {
    const { discard, commitsOutside } = this.mode;
    if (!this.isAtModeLevel && !commitsOutside) return;
    for (const dialogue of discard) if (!(await this.order(dialogue))) return;
  }

  private async leave(): Promise<void> {
    const { leave } = this.mode;
    for (let times = 0; times < LEAVE_LIMIT && this.isAtModeLevel; times++) {
      for (const command of leave) await this.say(command);
      this.isEntered = false;
      if (leave.length !== 1) break;
    }
  }

  private async say(dialogue: PlatformDialogue): Promise<CommandReply> {
    const { prompt } = this.conversation;
    const reply = await this.ask(dialogue, this.limits);
    this.transcript.addStep({ prompt, command: dialogue.command, output: reply.output });
    return reply;
  }

  private async type(block: string): Promise<CommandReply> {
    const { prompt } = this.conversation;
    const { levels } = this.mode;
    const reply = await this.conversation.run(block, { ...this.limits, ways: { levels } });
    this.transcript.addLine({ prompt, command: block, output: reply.output });
    return reply;
  }

  private ask(dialogue: PlatformDialogue, limits: RunOptions): Promise<CommandReply> {
    const { levels } = this.mode;
    return this.conversation.say(dialogue, { ...limits, ways: { levels } });
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
    const transcript = this.transcript.upTo(this.conversation.prompt);
    return { transcript, lines: this.lines, outcome, diff: this.diff };
  }
}
