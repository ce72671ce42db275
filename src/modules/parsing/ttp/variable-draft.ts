import { parseAttributes, type Call } from './attributes.js';
import type { CompileContext } from './compile-context.js';
import type { LineAction } from './line.types.js';
import { DEFAULT_PATTERN, PATTERNS } from './patterns.js';
import { str } from './python-format.js';
import { TtpTemplateError } from './ttp.errors.js';
import { isDict, isTruthy, variableOr, type PyDict, type PyValue } from './values.js';

/** What a variable may change of its group. */
export interface VariableOwner {
  readonly defaults: PyDict;
  /** The default of every variable without one of its own; undefined for none. */
  readonly commonDefault: PyValue | undefined;
}

const WITHOUT_DEFAULT = ['_end_', '_line_', 'ignore', '_start_'];

/** Functions whose arguments may name template variables, replaced when the template is compiled. */
const WITH_VARIABLES = [
  'contains_re startswith_re endswith_re notstartswith_re notendswith_re exclude_re',
  'exclude contains equal notequal sformat',
].flatMap((names) => names.split(' '));

type Handler = (draft: VariableDraft, call: Call) => void;

const HANDLERS: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['ignore', (draft) => (draft.isIgnored = true)],
  ['_start_', (draft) => (draft.action = draft.groupName === '_start_' ? 'startempty' : 'start')],
  ['_end_', (draft) => (draft.action = 'end')],
  ['_line_', (draft, call) => draft.matchAnyLine(call)],
  ['_exact_', () => undefined],
  ['_exact_space_', () => undefined],
  ['_headers_', (draft) => (draft.action = 'start')],
  ['columns', (draft, { args }) => (draft.columns = Number(str(args[0] ?? '')))],
  ['chain', (draft, call) => draft.addChain(call)],
  ['set', (draft, call) => draft.addSet(call)],
  ['default', (draft, call) => draft.setDefault(call)],
  ['joinmatches', (draft, call) => draft.joinMatches(call)],
  ['re', (draft, call) => draft.addPattern(call)],
  ...WITH_VARIABLES.map((name): [string, Handler] => [name, (draft, call) => draft.addWithVariables(call)]),
]);

/** A variable of a template line while the line is compiled. */
export class VariableDraft {
  readonly name: string;
  readonly groupName: string;
  /** The variable's own words, such as the arguments of `ignore("…")`. */
  readonly head: Call;
  readonly functions: Call[] = [];
  action: LineAction = 'add';
  isLine = false;
  /** The variable matches text but saves nothing. */
  isIgnored = false;
  /** The line only sets a value and matches no text. */
  isDefaultOnly = false;
  /** Number of columns a headers line must have; undefined where the template leaves it open. */
  columns: number | undefined;
  private readonly patterns: string[] = [];

  constructor(
    /** What stands between the brackets. */
    readonly source: string,
    /** The line without its variables. */
    private readonly plainText: string,
    private readonly owner: VariableOwner,
    private readonly context: CompileContext,
    private readonly line: number | null,
  ) {
    const [head, ...calls] = parseAttributes(source, line);
    if (head === undefined) throw new TtpTemplateError(`The variable {{${source}}} has no name`, line);
    this.head = head;
    this.name = head.name;
    this.groupName = head.name.replace(/[^\p{L}\p{N}_]+|^(?=\d)/gu, '_');
    this.applyCommonDefault();
    if (HANDLERS.has(this.groupName)) this.handle({ ...head, name: this.groupName });
    calls.forEach((call) => this.handle(call));
  }

  /** The alternatives of what the variable matches. */
  get pattern(): string {
    return this.patterns.length === 0 ? DEFAULT_PATTERN : this.patterns.join(')|(?:');
  }

  /** The pattern a word stands for: a template variable, else a built-in pattern, else the word itself. */
  resolvePattern(word: string): string {
    const variable = this.context.vars.get(word);
    return isTruthy(variable) ? str(variable ?? null) : (PATTERNS.get(word) ?? word);
  }

  matchAnyLine(call: Call): void {
    this.action = 'join';
    this.isLine = true;
    this.addPattern(call);
  }

  addPattern({ name, args }: Call): void {
    this.patterns.push(this.resolvePattern(args.length > 0 ? str(args[0] ?? null) : name));
  }

  joinMatches(call: Call): void {
    this.functions.push(call);
    this.action = 'join';
  }

  setDefault({ args }: Call): void {
    if (WITHOUT_DEFAULT.includes(this.name)) return;
    this.owner.defaults.set(this.name, args.length === 1 ? (args[0] ?? null) : 'None');
  }

  addSet(call: Call): void {
    if (call.args.length === 0) throw new TtpTemplateError('set() needs a value', this.line);
    if (this.plainText === '') {
      this.owner.defaults.set(this.name, call.args[0] ?? null);
      this.isDefaultOnly = true;
    } else {
      this.functions.push({ ...call, kwargs: new Map([...call.kwargs, ['match_line', `\n${this.plainText}`]]) });
    }
  }

  addWithVariables(call: Call): void {
    const { vars } = this.context;
    this.functions.push({ ...call, args: call.args.map((value) => variableOr(value, vars)) });
  }

  addChain({ args }: Call): void {
    const name = str(args[0] ?? null);
    const value = this.context.vars.get(name);
    if (value === undefined || value === null || isDict(value)) {
      this.context.warn(`The variable "${this.name}" names the chain "${name}", which is no template variable`);
      return;
    }
    for (const part of Array.isArray(value) ? value : [value]) {
      parseAttributes(str(part), this.line).forEach((call) => this.handle(call));
    }
  }

  private handle(call: Call): void {
    const handler = HANDLERS.get(call.name);
    if (handler !== undefined) handler(this, call);
    else if (PATTERNS.has(call.name)) this.addPattern(call);
    else this.functions.push(call);
  }

  private applyCommonDefault(): void {
    const { commonDefault, defaults } = this.owner;
    if (typeof commonDefault !== 'string' || defaults.has(this.name) || WITHOUT_DEFAULT.includes(this.name)) return;
    defaults.set(this.name, commonDefault);
  }
}
