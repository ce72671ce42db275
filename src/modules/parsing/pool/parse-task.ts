import type { ReaderContext } from '../../../plugin-api/parser-plugin.js';
import type { PluginReference } from '../../plugins/plugin-reference.js';
import type { ParserName } from '../parser-name.js';
import type { UsedFiles } from '../ttp/used-files.js';

/** A template as it crosses to a parsing thread: what it is compiled from, or the name of a plugin's reader. */
export interface TemplateText {
  readonly text: string;
  /** The files that a TTP template names. */
  readonly files?: UsedFiles;
}

/** What crosses to a parsing thread: plain data. */
export interface ParseTask {
  readonly parser: ParserName;
  /** In the order in which they were named. */
  readonly templates: readonly TemplateText[];
  readonly output: string;
  /** What a plugin's reader is told of the output. */
  readonly context: ReaderContext;
  /** Most rows, or records, the output may give. */
  readonly maxRows: number;
}

/** What a thread is given at its start. */
export interface ThreadData {
  readonly plugins: readonly PluginReference[];
}

/** A task that a thread is told to run. */
export interface NumberedTask extends ParseTask {
  readonly id: number;
}

/** What a thread says when it begins with a task. */
export interface StartedTask {
  readonly startedId: number;
}

/** What a thread says when its modules are loaded. */
export interface LoadedThread {
  readonly loadedThread: number;
}

/** What a parser made of an output. */
export interface ParsedData {
  /**
   * For TextFSM the records: column name in lower case → text, or texts of a `List` value. For TTP its result: one item for each
   * template. For a plugin's parser what its reader gives.
   */
  readonly parsed: readonly unknown[];
  /** Whether nothing was found in the output. */
  readonly isEmpty: boolean;
}

/** What comes back: data, or why there is none. */
export type ParseReply = ParsedData | { readonly failure: ParseFailure };

export interface ParseFailure {
  /** One sentence; names template line, state and input line where they are known. */
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}
