/**
 * A function that templates may call by name. It gets plain JSON data and the arguments written in the template. `true` and
 * `undefined` keep the data, `false` rejects it (a match, a record), anything else replaces it.
 */
export type TtpFunction = (
  data: unknown,
  args: readonly unknown[],
  options: Readonly<Record<string, unknown>>,
) => unknown;

/** A macro: a function without arguments. The same rules hold for what it returns. */
export type TtpMacro = (data: unknown) => unknown;

/** What a function of a match returns to replace the value and to add fields to the record. */
export class TtpFields {
  constructor(
    readonly value: unknown,
    readonly fields: Readonly<Record<string, unknown>>,
  ) {}
}

/** What functions can be applied to: a matched value, a record, a text to parse, the results. */
export type TtpFunctionScope = 'match' | 'group' | 'input' | 'output';

/** The functions registered for templates, besides the built-in ones; a registered one goes first. */
export class TtpFunctions {
  private readonly macros = new Map<string, TtpMacro>();
  private readonly functions = new Map<string, TtpFunction>();

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

  macro(name: string): TtpMacro | undefined {
    return this.macros.get(name);
  }

  function(scope: TtpFunctionScope, name: string): TtpFunction | undefined {
    return this.functions.get(`${scope} ${name}`);
  }
}
