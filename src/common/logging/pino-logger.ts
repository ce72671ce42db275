import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Level, type Logger, type LoggerOptions } from 'pino';
import { PROCESS_LOG_LEVELS } from './log-levels.js';
import { pinoPretty } from './pretty-stream.js';
import { redactSecrets } from './redact-secrets.js';
import { standardOutput } from './standard-output.js';
import { TomError } from '../tom-error.js';

export interface PinoLoggerOptions {
  /** Least severity that is logged. */
  readonly level: Level | 'silent';
  /** `auto`: lines for a person on a terminal, JSON elsewhere. */
  readonly format: 'auto' | 'json' | 'pretty';
  /** Where lines go; standard output when not given. */
  readonly destination?: DestinationStream;
}

/** Where Nest tells of its own start, line by line: detail for whoever debugs it. */
const FRAMEWORK_CONTEXTS = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

function describeError(error: Error): Record<string, unknown> {
  const described = { type: error.name, message: error.message };
  return error instanceof TomError
    ? { ...described, code: error.code, kind: error.kind }
    : { ...described, stack: error.stack };
}

/** Nest's logger on pino: one structured line per event. */
export class PinoLogger implements LoggerService {
  private readonly pino: Logger;

  constructor(options: PinoLoggerOptions) {
    PROCESS_LOG_LEVELS.base = options.level;
    const pinoOptions: LoggerOptions = {
      // Which lines are written is decided by their modules.
      level: 'trace',
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redactSecrets },
      serializers: { err: (error: unknown) => (error instanceof Error ? describeError(error) : error) },
    };
    const isPretty = options.format === 'pretty' || (options.format === 'auto' && process.stdout.isTTY);
    this.pino = pino(
      pinoOptions,
      isPretty ? pinoPretty(options.destination) : (options.destination ?? standardOutput()),
    );
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write(FRAMEWORK_CONTEXTS.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest hands the context last, and before it an error, a stack or an object of fields. */
  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const last = rest.at(-1);
    const context = typeof last === 'string' ? last : undefined;
    if (!PROCESS_LOG_LEVELS.isOn(level, context)) return;
    const fields = fieldsOf(context, context === undefined ? rest : rest.slice(0, -1));
    if (message instanceof Error) fields.err = message;
    this.pino[level](fields, message instanceof Error ? message.message : String(message));
  }
}

function fieldsOf(context: string | undefined, values: readonly unknown[]): Record<string, unknown> {
  const fields: Record<string, unknown> = context === undefined ? {} : { context };
  for (const value of values) {
    if (value instanceof Error) fields.err = value;
    else if (typeof value === 'object' && value !== null) Object.assign(fields, value);
    else if (typeof value === 'string' && value !== '') fields.stack = value;
  }
  return fields;
}
