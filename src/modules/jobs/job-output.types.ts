import type { CommandRejection } from '../devices/device-sessions.port.js';
import type { ParserName } from '../parsing/parser-name.js';
import type { ParsedOutput } from '../parsing/parsing.service.js';
import type { ConfigResult, JobRecord } from './job.types.js';

/** How a caller wants the output of one command parsed; `null` in place of a wish leaves it as text. */
export interface ParsingWish {
  readonly parser: ParserName;
  /** Name of the template; `null` chooses by driver and command. */
  readonly template: string | null;
  /** Source to take the template from; `null` asks all of them. */
  readonly source: string | null;
  /** Give the text as well. */
  readonly includeRaw: boolean;
}

/** Where an output comes from: the cache, the device, or the device because the cache did not answer. */
export type CacheNote =
  | {
      readonly status: 'hit';
      /** When the device was asked, in milliseconds since the epoch. */
      readonly at: number;
      readonly ttlMs: number;
    }
  | { readonly status: 'miss' | 'error' };

/** Output of one command, as the caller wants it. */
export interface ShownOutput {
  readonly command: string;
  /** Text of the device. */
  readonly text: string;
  /** The same, parsed, where that was asked for. */
  readonly parsed: ParsedOutput | null;
  readonly includeRaw: boolean;
  readonly rejection: CommandRejection | null;
  readonly logLines: readonly string[];
  readonly cache: CacheNote;
}

/** A job with its outputs, where it has any. */
export interface JobView {
  readonly record: JobRecord;
  readonly outputs: readonly ShownOutput[] | null;
  /** What a configuration job brought back, where it has that. */
  readonly configuration: ConfigResult | null;
}
