import { NO_FILES, type TemplateFiles } from './compile-context.js';
import { dictFromPlain } from './plain-values.js';
import { ROOT_TEMPLATE, TemplateCompiler } from './template-compiler.js';
import type { TemplatePart } from './template-part.js';
import { parseTemplateTree } from './template-tree.js';
import { TtpFunctions } from './ttp-functions.js';
import { serializeXml, type XmlElement } from './xml-element.js';

export interface TtpTemplateOptions {
  /** Name of the template where its text has none; default `_root_template_`. */
  readonly name?: string;
  /** Names of the child templates to use; default all. */
  readonly filters?: readonly string[];
  /** Variables the template can use, as JSON data. */
  readonly vars?: Readonly<Record<string, unknown>>;
  /** Files that `extend`, `include` and `<input>` may name; default none. */
  readonly files?: TemplateFiles;
  /** Functions and macros registered for templates; default none. */
  readonly functions?: TtpFunctions;
  /** Leave out outputs that run a macro, instead of refusing the template; default false. */
  readonly skipOutputMacros?: boolean;
}

/** A compiled TTP template, to be used for any number of parsers. */
export class TtpTemplate {
  private constructor(
    readonly parts: readonly TemplatePart[],
    private readonly root: XmlElement,
    /** What the author of the template should know. */
    readonly warnings: readonly string[],
    /** The functions the template was compiled with. */
    readonly functions: TtpFunctions,
    readonly skipOutputMacros: boolean,
  ) {}

  /** Throws `TtpTemplateError` and its kin where the template is not valid. */
  static compile(text: string, options: TtpTemplateOptions = {}): TtpTemplate {
    const { name = ROOT_TEMPLATE, filters = [], vars = {}, files = NO_FILES } = options;
    const { functions = new TtpFunctions(), skipOutputMacros = false } = options;
    const warnings: string[] = [];
    const warn = (message: string): number => warnings.push(message);
    const compiler = new TemplateCompiler({
      filters,
      vars: dictFromPlain(vars),
      files,
      functions,
      skipOutputMacros,
      warn,
    });
    const root = parseTemplateTree(text);
    return new TtpTemplate(compiler.compile(root, name), root, warnings, functions, skipOutputMacros);
  }

  /** The template as XML, with the content of the templates it extends. */
  toXml(): string {
    return serializeXml(this.root);
  }
}
