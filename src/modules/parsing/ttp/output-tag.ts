import { callOf, parseAttributes, type Call } from './attributes.js';
import type { CompileContext } from './compile-context.js';
import { FORMATTERS } from './formatters/formatters.js';
import { bindArguments, REJECTED } from './function-binding.js';
import type { OutputContext } from './functions/output-function.js';
import { OUTPUT_FUNCTIONS } from './functions/output-functions.js';
import { loadStructure } from './loaders.js';
import { macroCall } from './macro-call.js';
import { callRegistered, outcomeOf } from './match-steps.js';
import { str } from './python-format.js';
import { TtpUnsupportedError } from './ttp.errors.js';
import { isDict, isEqual, isTruthy, type PyDict, type PyValue } from './values.js';
import type { XmlElement } from './xml-element.js';

type OutputStep = (data: PyValue, context: OutputContext) => PyValue;

/** Formats that need a Python library without a counterpart here. */
const FOREIGN_FORMATS = ['excel', 'jinja2', 'n2g', 'graph'];

/** Functions that need one. */
const FOREIGN_FUNCTIONS = ['validate_yangson'];

function dottedPath(value: PyValue): PyValue {
  return str(value)
    .split('.')
    .map((item) => item.trim());
}

/** An `<output>` of a template, compiled. */
export class CompiledOutput {
  private readonly steps: OutputStep[] = [];
  /** Whether a macro takes part. */
  readonly hasMacro: boolean;

  private constructor(
    readonly attributes: PyDict,
    /** The data in the tag, else its text. */
    readonly content: PyValue,
    private readonly context: CompileContext,
    private readonly line: number | null,
  ) {
    const calls = [...attributes].flatMap(([name, value]) => this.callsOf(String(name), value));
    this.hasMacro = calls.some(({ name }) => name === 'macro');
    if (!this.isSkipped) this.steps = calls.map((call) => this.stepOf(call));
    this.refuseForeignFormat();
  }

  /** An output described by a tag. */
  static fromElement(element: XmlElement, context: CompileContext): CompiledOutput {
    const isJinja = element.attributes.get('format') === 'jinja2';
    const loaded = loadStructure(element, context.files, isJinja ? 'text' : undefined);
    const own: PyDict = new Map(element.attributes);
    const attributes: PyDict = isDict(loaded) ? new Map([...own, ...loaded]) : own;
    return new CompiledOutput(attributes, isTruthy(loaded) ? loaded : element.text, context, element.line);
  }

  /** An output described by arguments. */
  static fromArguments(attributes: PyDict, context: CompileContext): CompiledOutput {
    return new CompiledOutput(attributes, new Map(), context, null);
  }

  get name(): string | null {
    const name = this.attributes.get('name');
    return name === undefined ? null : str(name);
  }

  /** The results after this output: changed if the output returns them, else as they were. */
  run(data: PyValue, context: OutputContext): PyValue {
    if (this.isSkipped || !this.holds(context.vars)) return data;
    let results = data;
    for (const step of this.steps) results = step(results, context);
    results = this.format(results);
    return this.returnsResults ? results : data;
  }

  private get isSkipped(): boolean {
    return this.hasMacro && this.context.skipOutputMacros;
  }

  private get returnsResults(): boolean {
    const returners = str(this.attributes.get('returner') ?? 'self').split(',');
    return returners.some((returner) => returner.trim() === 'self');
  }

  private get formatName(): string {
    return str(this.attributes.get('format') ?? 'raw');
  }

  private holds(vars: PyDict): boolean {
    const condition = this.attributes.get('condition');
    if (!isTruthy(condition)) return true;
    const [name = null, wanted = null] = callOf('condition', str(condition ?? null), this.line).args;
    return isEqual(vars.get(str(name)) ?? '_undef_', wanted);
  }

  private format(results: PyValue): PyValue {
    const { formatName } = this;
    const formatter = FORMATTERS.get(formatName);
    if (formatter !== undefined) return formatter(results, this.formatOptions());
    this.context.warn(`The format "${formatName}" is unknown; the results stay as they are`);
    return results;
  }

  private formatOptions(): PyDict {
    const options: PyDict = new Map(this.attributes);
    const path = options.get('path');
    const headers = options.get('headers');
    const arguments_ = options.get('format_attributes');
    if (path !== undefined && !Array.isArray(path)) options.set('path', dottedPath(path));
    if (typeof headers === 'string')
      options.set(
        'headers',
        headers.split(',').map((item) => item.trim()),
      );
    if (arguments_ !== undefined)
      options.set('format_attributes', new Map(callOf('format', str(arguments_), this.line).kwargs));
    return options;
  }

  private refuseForeignFormat(): void {
    if (!FOREIGN_FORMATS.includes(this.formatName)) return;
    throw new TtpUnsupportedError(
      `The output format "${this.formatName}" needs a Python library and is not available`,
      this.line,
    );
  }

  private callsOf(name: string, value: PyValue): Call[] {
    if (name.toLowerCase() === 'functions') {
      return parseAttributes(str(value), this.line).filter((call) => this.isKnown(call.name));
    }
    if (FOREIGN_FUNCTIONS.includes(name)) {
      throw new TtpUnsupportedError(
        `The output function "${name}" needs a Python library and is not available`,
        this.line,
      );
    }
    return this.isKnown(name) ? [callOf(name, str(value), this.line)] : [];
  }

  private isKnown(name: string): boolean {
    if (name === 'macro' || OUTPUT_FUNCTIONS.has(name)) return true;
    return this.context.functions.function('output', name) !== undefined;
  }

  private stepOf(call: Call): OutputStep {
    const registered = this.context.functions.function('output', call.name);
    if (registered !== undefined)
      return (data) => this.keep(data, outcomeOf(data, callRegistered(registered, data, call)));
    if (call.name === 'macro') return this.macroStep(call);
    const definition = OUTPUT_FUNCTIONS.get(call.name);
    if (definition === undefined) return (data) => data;
    const args = bindArguments(call, definition.parameters, this.line);
    return (data, context) => definition.run(data, args, { ...context, output: this });
  }

  private macroStep({ args }: Call): OutputStep {
    const macros = args.map((arg) => macroCall(this.context.functions, str(arg), this.line));
    return (data) => macros.reduce((value, macro) => this.keep(value, outcomeOf(value, macro(value))), data);
  }

  private keep(data: PyValue, outcome: PyValue | typeof REJECTED): PyValue {
    return outcome === REJECTED ? data : outcome;
  }
}
