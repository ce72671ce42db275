import type { TtpFunctions } from './ttp-functions.js';
import type { PyDict } from './values.js';

/** The files templates may name, such as those of a template directory. Paths are as templates write them. */
export interface TemplateFiles {
  /** The text of a file; undefined where there is none. */
  read(path: string): string | undefined;
  /** Names of the files in a directory, in the order they are read; undefined where there is no such directory. */
  list(path: string): readonly string[] | undefined;
}

/** No files at all. */
export const NO_FILES: TemplateFiles = { read: () => undefined, list: () => undefined };

/** What the parts of a template are compiled with. */
export interface CompileContext {
  /** The template's variables so far; `<vars>` adds to them. */
  readonly vars: PyDict;
  readonly functions: TtpFunctions;
  readonly files: TemplateFiles;
  /** Leave out the outputs that run a macro, instead of refusing them. */
  readonly skipOutputMacros: boolean;
  /** Takes what a template's author should know. */
  readonly warn: (message: string) => void;
}
