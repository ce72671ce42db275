import type { LibraryTemplate } from './library-template.js';
import type { TemplateFault, TemplateQuery } from './library.types.js';

/** A named collection of templates of one parser. Look-ups answer at once, from memory; the templates they give are shared. */
export abstract class TemplateSource<T> {
  /** Name in the API: `custom`, `ntc`, `builtin`. */
  abstract readonly name: string;

  /** Reads the templates, and begins to follow their changes where the source can change. What is broken becomes a fault. */
  abstract start(): Promise<void>;

  /** Follows changes no longer; what was read stays. */
  abstract stop(): Promise<void>;

  /** Names of all template files, broken ones included, in alphabetical order. */
  abstract list(): readonly string[];

  /** A template by the name of its file, with or without the extension, or by several names joined with `:`. */
  abstract get(name: string): LibraryTemplate<T> | undefined;

  /**
   * The template for a command, the first platform that has one deciding. Rows of the index that name what was broken when it
   * was read are passed over.
   */
  abstract find(query: TemplateQuery): LibraryTemplate<T> | undefined;

  /** What is broken, as far as known: a source that compiles on demand learns it with the first use. */
  abstract faults(): readonly TemplateFault[];
}
