/** What tells the templates of one parser from those of another. */
export interface TemplateLanguage<T> {
  /** The parser's name in the API. */
  readonly parser: 'textfsm' | 'ttp';
  /** What the file names end with, dot included; a name without it is taken to mean the file with it. */
  readonly extension: string;
  /** Compiles one template; throws a `TomError` whose message says what is wrong and where. */
  compile(text: string): T;
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
