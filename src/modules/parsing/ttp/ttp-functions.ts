/**
 * A function that templates may call by name. It gets plain JSON data and the arguments written in the template. `true` and
 * `undefined` keep the data, `false` rejects it (a match, a record), anything else replaces it.
 */
export type TtpFunction = (
  data: unknown,
  args: readonly unknown[],
  options: Readonly<Record<string, unknown>>,
) => unknown;

/** What a function of a match returns to replace the value and to add fields to the record. */
export class TtpFields {
  constructor(
    readonly value: unknown,
    readonly fields: Readonly<Record<string, unknown>>,
  ) {}
}

/** What Tom gives a macro besides the data. */
export interface TtpMacroTools {
  /** For a matched value: what to return to replace it and to add fields to its record. */
  readonly withFields: (value: unknown, fields: Readonly<Record<string, unknown>>) => TtpFields;
}

/**
 * A macro: what stands in for a Python function of a template. It gets a matched value, a record, a text to be parsed, the
 * results or the text of a template, as plain JSON data, and must not be `async`. `true`, `null` and `undefined` keep the data,
 * `false` rejects it (a match, a record), anything else replaces it.
 */
export type TtpMacro = (data: unknown, tools: TtpMacroTools) => unknown;

/** What functions can be applied to: a matched value, a record, a text to parse, the results. */
export type TtpFunctionScope = 'match' | 'group' | 'input' | 'output';

/** The functions registered for templates, besides the built-in ones; a registered one goes first. */
export class TtpFunctions {
  private readonly macros = new Map<string, TtpMacro>();
  private readonly functions = new Map<string, TtpFunction>();

  /** Functions that are macros alone, by their names. */
  static ofMacros(macros: ReadonlyMap<string, TtpMacro>): TtpFunctions {
    const functions = new TtpFunctions();
    for (const [name, macro] of macros) functions.registerMacro(name, macro);
    return functions;
  }

  /** Takes the place of Python code: `macro("name")` in a template calls it. */
  registerMacro(name: string, macro: TtpMacro): this {
    this.macros.set(name, macro);
    return this;
  }

  /** A function of templates: `{{ value | name(…) }}`, `<group name="…" name="…">`. */
  registerFunction(scope: TtpFunctionScope, name: string, run: TtpFunction): this {
    this.functions.set(`${scope} ${name}`, run);
    return this;
  }

  get isEmpty(): boolean {
    return this.macros.size === 0 && this.functions.size === 0;
  }

  get macroNames(): string[] {
    return [...this.macros.keys()];
  }

  macro(name: string): TtpMacro | undefined {
    return this.macros.get(name);
  }

  function(scope: TtpFunctionScope, name: string): TtpFunction | undefined {
    return this.functions.get(`${scope} ${name}`);
  }
}
