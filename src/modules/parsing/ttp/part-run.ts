import type { OutputContext } from './functions/output-function.js';
import { GroupMatcher } from './group-matcher.js';
import type { Group } from './group.js';
import { DEFAULT_INPUT, groupIndexesFor } from './input-tag.js';
import type { InputText } from './input-text.js';
import type { LineMatch } from './line-match.js';
import { ResultFolder, defaultsFor } from './result-folder.js';
import { ResultTree } from './result-tree.js';
import { SpanMatcher } from './span-matcher.js';
import type { TemplatePart } from './template-part.js';
import { TextState, type CommonState } from './text-state.js';
import { deepCopy, isDict, type PyDict, type PyKey, type PyValue } from './values.js';

/** What the parts of a parser share. */
export interface SharedState extends CommonState {
  readonly vars: PyDict;
  readonly lookups: PyDict;
  readonly hasIntegerKeys: boolean;
  readonly maxRecords: number;
}

interface InputQueue {
  readonly texts: InputText[];
  groupIndexes: number[];
}

const ANONYMOUS_KEY = '_anonymous_';

/** Parses texts with one template. */
export class PartRun {
  results: PyValue = [];
  private inputs = new Map<string, InputQueue>();
  /** The variables of the last text. */
  private textVars: PyDict = new Map();

  constructor(
    readonly part: TemplatePart,
    private readonly shared: SharedState,
  ) {
    for (const { name, texts, groupIndexes } of part.inputs) this.queue(name, texts, groupIndexes);
  }

  addInput(texts: readonly InputText[], name: string = DEFAULT_INPUT, groups: readonly string[] = ['all']): void {
    this.queue(name, texts, groupIndexesFor(this.part.groups, name, groups));
  }

  clearInput(): void {
    this.inputs = new Map();
  }

  parse(): void {
    const isJoined = this.part.mode === 'per_template';
    let joined: PyValue = new Map();
    for (const [name, { texts, groupIndexes }] of this.inputs) {
      const groups = groupIndexes.flatMap((index) => this.part.groups[index] ?? []);
      for (const text of texts) {
        const result = this.parseText(text, name, groups, isJoined ? joined : new Map());
        if (isJoined) joined = result;
        else this.addResult(liftAnonymous(result));
      }
    }
    if (isJoined) this.results = liftAnonymous(joined);
  }

  runOutputs(): void {
    for (const output of this.part.outputs) this.results = output.run(this.results, this.outputContext());
  }

  outputContext(): OutputContext {
    return {
      vars: this.vars(),
      globals: this.shared.globals,
      textVars: this.textVars,
      resultsOf: this.shared.resultsOf,
      positionsOf: (name) => this.positionsOf(name),
    };
  }

  private addResult(result: PyValue): void {
    if (Array.isArray(this.results)) this.results.push(result);
    else this.results = [result];
  }

  private vars(): PyDict {
    return new Map([...this.part.vars, ...this.shared.vars]);
  }

  private positionsOf(inputName: string): number[] | undefined {
    let first = 0;
    if (this.part.mode === 'per_template') return undefined;
    for (const [name, { texts }] of this.inputs) {
      if (name === inputName) return texts.map((_, index) => first + index);
      first += texts.length;
    }
    return undefined;
  }

  private queue(name: string, texts: readonly InputText[], groupIndexes: readonly number[]): void {
    const known = this.inputs.get(name);
    if (known === undefined) {
      this.inputs.set(name, { texts: [...texts], groupIndexes: [...groupIndexes] });
      return;
    }
    known.texts.push(...texts.filter((text) => !known.texts.some((other) => text.equals(other))));
    known.groupIndexes = [...new Set([...known.groupIndexes, ...groupIndexes])].sort((left, right) => left - right);
  }

  private parseText(input: InputText, inputName: string, groups: readonly Group[], results: PyValue): PyValue {
    const tree = new ResultTree(results);
    const state = this.stateFor(input, tree);
    const prepared = this.prepare(input.framed, inputName);
    const matcher = new GroupMatcher(prepared === input.framed ? input.spans : new SpanMatcher(prepared), state);
    const matched = groups
      .map((group) => ({ group, found: matcher.run(group) }))
      .filter(({ found }) => found.length > 0);
    const common = matched.filter(({ group }) => group.outputs.length === 0).map(({ found }) => found);
    this.fold(tree, state, common);
    const own = matched.filter(({ group }) => group.outputs.length > 0);
    return own.reduce((sum, { group, found }) => this.addOwnResults(sum, group, found, state), tree.value);
  }

  private stateFor({ framed, name }: InputText, tree: ResultTree): TextState {
    const vars = this.vars();
    for (const [variable, getter] of this.part.getters) {
      const value = getter(framed, name);
      if (value !== undefined) vars.set(variable, value);
    }
    this.textVars = vars;
    const lookups = new Map([...this.part.lookups, ...this.shared.lookups]);
    return new TextState(vars, lookups, this.shared, { own: () => this.results, ofText: () => tree.value });
  }

  private prepare(text: string, inputName: string): string {
    let prepared = text;
    for (const { name, steps } of this.part.inputs) {
      if (name !== inputName) continue;
      for (const step of steps) {
        const next = step(prepared);
        if (next === null) return prepared;
        prepared = next;
      }
      break;
    }
    return prepared;
  }

  private fold(tree: ResultTree, state: TextState, found: readonly LineMatch[][]): void {
    const { hasIntegerKeys, maxRecords, globals } = this.shared;
    const defaults = new Map<Group, PyDict>();
    const defaultsOf = (group: Group): ReadonlyMap<PyKey, PyValue> => {
      const known = defaults.get(group) ?? defaultsFor(group, globals, state.vars);
      defaults.set(group, known);
      return known;
    };
    const folder = new ResultFolder(tree, state, { defaultsOf, hasIntegerKeys, maxRecords });
    if (found.length > 0) this.saveVars(folder, state.vars);
    folder.fold(found);
  }

  private saveVars(folder: ResultFolder, vars: PyDict): void {
    for (const path of [...this.part.savedVars.keys()].sort()) {
      const names = this.part.savedVars.get(path) ?? [];
      const known = names.filter((name) => vars.has(name));
      if (path !== '')
        folder.saveVariables(path, new Map(known.map((name) => [name, deepCopy(vars.get(name) ?? null)])));
    }
  }

  /** Adds what the outputs of a group make of its results, which are kept apart. */
  private addOwnResults(results: PyValue, group: Group, found: LineMatch[], state: TextState): PyValue {
    const tree = new ResultTree();
    this.fold(tree, state, [found]);
    const own = group.outputs.reduce((data, output) => output.run(data, this.outputContext()), tree.value);
    if (Array.isArray(results)) return [...results, own];
    return isDict(results) && results.size > 0 ? [results, own] : [own];
  }
}

/** The results of one text: those of unnamed groups, with what the others gave. */
function liftAnonymous(result: PyValue): PyValue {
  if (!isDict(result)) return result;
  const { anonymous, rest } = splitAnonymous(result);
  if (anonymous === undefined) return result;
  if (rest.size === 0) return anonymous;
  return Array.isArray(anonymous) ? [...anonymous, rest] : [anonymous, rest];
}

function splitAnonymous(result: PyDict): { anonymous: PyValue | undefined; rest: PyDict } {
  const rest: PyDict = new Map(result);
  const anonymous = rest.get(ANONYMOUS_KEY);
  rest.delete(ANONYMOUS_KEY);
  return { anonymous, rest };
}
