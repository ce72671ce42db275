import { lineDiff } from '../../../common/line-diff.js';
import type { PlatformConfiguration } from '../platforms/platform.types.js';
import type { Conversation, RunOptions } from './conversation.js';

/** What a push changes in the configuration that is in force, where no candidate says so. */
export class RunningConfiguration {
  private before: string | undefined;

  constructor(
    private readonly conversation: Conversation,
    private readonly running: PlatformConfiguration['running'],
    private readonly limits: RunOptions,
  ) {}

  /** To be called before anything is changed. Rejects as a command does. */
  async note(): Promise<void> {
    this.before = await this.read();
  }

  /** What has changed since; `null` where the device does not show it. */
  async changes(): Promise<string | null> {
    if (this.before === undefined) return null;
    // What is in force stays so, whether or not it can be shown.
    const after = await this.read().catch(() => undefined);
    return after === undefined ? null : lineDiff(this.before, after);
  }

  private async read(): Promise<string | undefined> {
    if (this.running === null) return undefined;
    const { command, volatile } = this.running;
    const { output, rejection } = await this.conversation.run(command, this.limits);
    if (rejection !== null) return undefined;
    const lines = output.split('\n');
    return lines.filter((line) => volatile?.test(line) !== true).join('\n');
  }
}
