import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { PROCESS_LOG_LEVELS, type LogLevelName } from '../../common/logging/log-levels.js';
import { SharedState } from '../state/shared-state.port.js';

const LEVELS = 'monitoring:log-levels';
/** A level that somebody set and forgot ends by itself. */
const KEPT_MS = 24 * 3_600_000;
/** How often the levels are read, for what a message missed and what has ended. */
const READ_EVERY_MS = 30_000;

/** Sets how much modules log, in every process, while they run. */
@Injectable()
export class LogLevelsService implements OnModuleInit, OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private unsubscribe: (() => Promise<void>) | undefined;

  constructor(private readonly state: SharedState) {}

  async onModuleInit(): Promise<void> {
    this.timer = setInterval(() => void this.follow(), READ_EVERY_MS).unref();
    await this.follow();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.unsubscribe?.().catch(() => undefined);
  }

  /** Modules with a level of their own. */
  async list(): Promise<Record<string, string>> {
    return this.state.getFields(LEVELS);
  }

  /** Sets the level of a module for a day, or takes it back: here before it returns, elsewhere as soon as the word arrives. */
  async set(module: string, level: LogLevelName | null): Promise<void> {
    if (level === null) await this.state.deleteField(LEVELS, module);
    else await this.state.setField(LEVELS, module, level, KEPT_MS);
    await this.read();
    await this.state.publish(LEVELS, module);
  }

  /** While the store is away, levels stay as they are. */
  private async follow(): Promise<void> {
    try {
      this.unsubscribe ??= await this.state.subscribe(LEVELS, () => void this.read());
      await this.read();
    } catch {
      // The next look tries again.
    }
  }

  private async read(): Promise<void> {
    const fields = await this.state.getFields(LEVELS).catch(() => undefined);
    if (fields !== undefined) PROCESS_LOG_LEVELS.modules = new Map(Object.entries(fields) as [string, LogLevelName][]);
  }
}
