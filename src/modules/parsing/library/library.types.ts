import type { ParserName } from '../parser-name.js';

/** Texts of files by their names: paths below the folder of a source, with `/`. */
export type TextsByName = ReadonlyMap<string, string>;

/** What tells the templates of one parser from those of another. */
export interface TemplateLanguage<T> {
  readonly parser: ParserName;
  /** What file names end with, dot included, that of new ones first; a name is taken to mean the file with any of them. */
  readonly extensions: readonly [string, ...string[]];
  /** Whether templates can name other files of their source, which may lie in folders below. */
  readonly isLinked: boolean;
  /**
   * Compiles one template; throws a `TomError` whose message says what is wrong and where.
   * @param siblings the files of its source, where templates can name others
   */
  compile(text: string, siblings: TextsByName): T;
  /** What the template for a platform and a command may be called, without the extension, the name to be preferred first. */
  namesFor(platform: string, command: string): readonly string[];
}

/** What is wrong with a part of a template source; that part is disabled and the rest works. */
export interface TemplateFault {
  readonly source: string;
  /** Name of the template, or of the file that lists them. */
  readonly name: string;
  /** One sentence. */
  readonly reason: string;
}

/** A command whose output is to be read. */
export interface TemplateQuery {
  /** Template platforms, the one to be preferred first. */
  readonly platforms: readonly string[];
  readonly command: string;
  /** Name of the device in the inventory; without it, rows for certain devices fit nothing. */
  readonly hostname?: string;
}
