/** What a reader knows of the text that it is given. */
export interface ReaderContext {
  /** Driver of the device, where it is known. */
  readonly driver: string | null;
  /** The command that was typed, where it is known. */
  readonly command: string | null;
}

/** Reads the output of some commands: for a parser of a plugin what a template is for TextFSM. */
export interface OutputReader {
  /** One sentence. */
  readonly description: string;
  /** Regular expression of the whole name of a platform, as in an index of templates. Default: any. */
  readonly platform?: string;
  /** Regular expression of the beginning of a command, in which `sh[[ow]]` stands for its abbreviations. Default: any. */
  readonly command?: string;
  /**
   * The records of an output: an array of plain JSON data, empty where there is nothing in it. What it throws is told to
   * whoever asked. It must not be `async`. It runs in a parsing thread with a deadline (`parse_timeout_ms`), which is ended when it is
   * over; threads share nothing, and a module's variables may be new with every call.
   */
  read(this: void, output: string, context: ReaderContext): readonly unknown[];
}

/** A parser that a plugin brings; requests select it with `parser`. */
export interface ParserPlugin {
  /** One sentence. */
  readonly description: string;
  /** By the names that requests may give as `template`. Without one the first that fits platform and command is taken. */
  readonly readers: Readonly<Record<string, OutputReader>>;
}

/** Describes a parser, with its types checked. */
export function defineParser(plugin: ParserPlugin): ParserPlugin {
  return plugin;
}
