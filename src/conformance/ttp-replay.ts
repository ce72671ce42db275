import type { TemplateFiles } from '../modules/parsing/ttp/compile-context.js';
import type { TemplatePart } from '../modules/parsing/ttp/template-part.js';
import { TtpParser, type ResultStructure } from '../modules/parsing/ttp/ttp-parser.js';
import { TtpFunctions } from '../modules/parsing/ttp/ttp-functions.js';
import { TtpTemplate } from '../modules/parsing/ttp/ttp-template.js';
import type { PyObject } from '../modules/parsing/ttp/values.js';
import type { TtpCall, TtpInput, TtpVector } from './ttp-vector.types.js';

const FUNCTION_SCOPES = ['match', 'group', 'input', 'output'] as const;

function encode(object: PyObject): unknown {
  return { $py: object.typeName, str: object.toString() };
}

function filesOf({ files, dirs = {} }: TtpVector): TemplateFiles {
  const normal = (path: string): string => path.replace(/^\.\//, '').replace(/\/+/g, '/').replace(/\/$/, '');
  const texts = new Map(Object.entries(files).map(([path, text]) => [normal(path), text]));
  const folders = new Map(Object.entries(dirs).map(([path, names]) => [normal(path), names]));
  return { read: (path) => texts.get(normal(path)), list: (path) => folders.get(normal(path)) };
}

export interface ReplayOptions {
  readonly skipOutputMacros?: boolean;
}

/** Stands for the Python functions a vector adds: keeps what it is given. */
function addedFunctions({ calls = [] }: TtpVector): TtpFunctions {
  const functions = new TtpFunctions();
  for (const { op, args } of calls) {
    const scope = FUNCTION_SCOPES.find((name) => name === args.scope);
    if (op === 'add_function' && scope !== undefined)
      functions.registerFunction(scope, String(args.name), () => undefined);
  }
  return functions;
}

/** Does with Tom's engine what a vector did with the reference. */
export class TtpReplay {
  private parser: TtpParser | undefined;
  private readonly templates: TtpTemplate[] = [];
  private readonly functions: TtpFunctions;
  /** Variables added to all templates. */
  private vars: Readonly<Record<string, unknown>> = {};
  private result: unknown;

  constructor(
    private readonly vector: TtpVector,
    private readonly options: ReplayOptions = {},
  ) {
    this.functions = addedFunctions(vector);
  }

  run(): unknown {
    if (this.vector.simple) this.replaySimple();
    else for (const call of this.vector.calls ?? []) this.replayCall(call);
    return this.result;
  }

  /** The templates of the vector, compiled and not run. */
  compiled(): readonly TemplatePart[] {
    if (this.vector.simple) this.compileAll();
    else
      for (const call of this.vector.calls ?? []) if (['new', 'add_template'].includes(call.op)) this.replayCall(call);
    return this.templates.flatMap(({ parts }) => parts);
  }

  private compileAll(): void {
    for (const { text, name, filters } of this.vector.templates) this.compile(text, name, filters);
  }

  private compile(text: string, name?: string, filters?: readonly string[], vars = this.vector.vars): void {
    const files = filesOf(this.vector);
    const options = { files, vars, functions: this.functions, ...this.options };
    this.templates.push(
      TtpTemplate.compile(files.read(text) ?? text, { ...options, filters, ...(name === undefined ? {} : { name }) }),
    );
  }

  private get current(): TtpParser {
    const { dynamic_path_key_to_int: hasIntegerKeys = false } = this.vector;
    this.parser ??= new TtpParser(this.templates, { hasIntegerKeys, vars: this.vars });
    return this.parser;
  }

  private add({ data, input_name: inputName, template_name: templateName, groups, replace = false }: TtpInput): void {
    const options = { inputName, templateName, groups };
    const [first = '', ...others] = this.textsAt(data);
    if (replace) this.current.setInput(first, options);
    else this.current.addInput(first, options);
    for (const text of others) this.current.addInput(text, options);
  }

  /** The texts of a file or a directory; what names neither is a text. */
  private textsAt(data: string): string[] {
    const files = filesOf(this.vector);
    const names = files.list(data)?.map((name) => `${data}/${name}`) ?? [data];
    return names.map((name) => files.read(name) ?? data);
  }

  private read({ structure, templates, ...output }: Readonly<Record<string, unknown>>): unknown {
    return this.current.result({
      structure: structure as ResultStructure | undefined,
      templates: typeof templates === 'string' ? [templates] : (templates as string[] | undefined),
      output: Object.keys(output).length === 0 ? undefined : output,
      encode,
    });
  }

  private replaySimple(): void {
    const { inputs, result_kwargs: options } = this.vector;
    this.compileAll();
    for (const input of inputs) {
      this.add(input);
    }
    this.current.parse();
    this.result = this.read(options);
  }

  private replayCall({ op, args }: TtpCall): void {
    const handlers: Record<string, () => void> = {
      new: () => this.construct(args),
      add_template: () => this.compile(args.template as string),
      add_input: () => this.templates.length > 0 && this.add(args as unknown as TtpInput),
      set_input: () => this.add({ ...(args as unknown as TtpInput), replace: true }),
      clear_input: () => this.current.clearInput(args.template_name as string | undefined),
      add_vars: () => this.addVars(args.vars),
      get_template: () => (this.result = this.templates[0]?.toXml()),
      parse: () => this.parse(args),
      clear_result: () =>
        this.current.clearResult(args.templates === undefined ? [] : [args.templates as string].flat()),
      result: () => (this.result = this.read(args)),
      get_input_load: () => (this.result = this.current.inputLoad()),
    };
    const handler = handlers[op];
    if (handler === undefined) throw new Error(`no replay of ${op}`);
    handler();
  }

  private parse({ one, multi }: Readonly<Record<string, unknown>>): void {
    if (one === true && multi === true) throw new Error('a text is parsed in one process or in several, not in both');
    this.current.parse();
  }

  private addVars(vars: unknown): void {
    if (typeof vars === 'object') this.vars = { ...this.vars, ...vars };
  }

  private construct(args: Readonly<Record<string, unknown>>): void {
    if (typeof args.template === 'string') {
      this.compile(args.template, undefined, undefined, (args.vars ?? {}) as Record<string, unknown>);
    }
    if (typeof args.data === 'string') this.add({ data: args.data, template_name: '_all_' });
  }
}
