import { levels } from 'pino';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevelName = (typeof LOG_LEVELS)[number];

function weightOf(level: LogLevelName): number {
  return level === 'silent' ? Infinity : (levels.values[level] ?? Infinity);
}

/** Least severity that is logged: for all, and for modules that have one of their own. It may be changed at any time. */
export class LogLevels {
  #base: LogLevelName = 'info';
  #modules = new Map<string, LogLevelName>();

  set base(level: LogLevelName) {
    this.#base = level;
  }

  get base(): LogLevelName {
    return this.#base;
  }

  /** Modules with a level of their own; in place of those before. */
  set modules(modules: ReadonlyMap<string, LogLevelName>) {
    this.#modules = new Map(modules);
  }

  isOn(level: Exclude<LogLevelName, 'silent'>, module: string | undefined): boolean {
    const least = (module === undefined ? undefined : this.#modules.get(module)) ?? this.#base;
    return weightOf(level) >= weightOf(least);
  }
}

/** The levels of this process. */
export const PROCESS_LOG_LEVELS = new LogLevels();
