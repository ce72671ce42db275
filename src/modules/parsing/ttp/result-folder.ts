import { REJECTED } from './function-binding.js';
import type { GroupContext } from './group-context.js';
import type { GroupStep } from './group-steps.js';
import type { Group } from './group.js';
import { endOfPlace, sortByOffset, type LineMatch } from './line-match.js';
import { chooseMatch } from './match-choice.js';
import { joinInto } from './match-joiner.js';
import { RecordContext } from './record-context.js';
import { PathFormer, type PathItem } from './result-path.js';
import type { ResultTree } from './result-tree.js';
import type { TextState } from './text-state.js';
import { TtpRecordLimitError } from './ttp.errors.js';
import { copyDict, isDict, updateDict, type PyDict, type PyKey, type PyValue } from './values.js';

interface OpenRecord {
  result: PyValue;
  readonly defaults: ReadonlyMap<PyKey, PyValue>;
  path: readonly string[];
  readonly steps: readonly GroupStep[];
  readonly group: Group | null;
  /** Whether the record continues the last one saved at its path. */
  isTail: boolean;
}

/** The record before the first one; it has no path and is not saved. */
function noRecord(): OpenRecord {
  return { result: new Map(), defaults: new Map(), path: [], steps: [], group: null, isTail: false };
}

export interface FolderOptions {
  /** Defaults of a group, as they are for this text. */
  readonly defaultsOf: (group: Group) => ReadonlyMap<PyKey, PyValue>;
  /** Whether keys of digits in paths become integers. */
  readonly hasIntegerKeys: boolean;
  /** Most records that may be saved. */
  readonly maxRecords: number;
}

function isSamePath(left: readonly string[], right: readonly string[]): boolean {
  return left === right || (left.length === right.length && left.every((item, index) => item === right[index]));
}

/** Folds matches, in the order of the text, into a tree of results. */
export class ResultFolder {
  private record: OpenRecord = noRecord();
  private started: string[] = [];
  private readonly ended = new Set<string>();
  private readonly paths: PathFormer;
  private readonly context: GroupContext;
  private recordCount = 0;

  constructor(
    private readonly tree: ResultTree,
    state: TextState,
    private readonly options: FolderOptions,
  ) {
    this.paths = new PathFormer(state.vars, options.hasIntegerKeys);
    this.context = new RecordContext(state, this.paths, tree, () => this.record);
  }

  /** Saves template variables at a path, items separated by `.`. */
  saveVariables(path: string, values: PyDict): void {
    const items = this.paths.form(
      path.split('.').map((item) => item.trim()),
      values,
    );
    if (items !== null) this.tree.save(items, values);
  }

  /** Folds the matches of top-level groups, which are sorted meanwhile, one group after the other. */
  fold(groups: readonly LineMatch[][]): void {
    for (const matches of groups) {
      this.started = [];
      this.ended.clear();
      this.foldGroup(matches);
    }
    this.flush();
  }

  private readonly isStarted = (id: string | null): boolean => id !== null && this.started.includes(id);

  private foldGroup(matches: LineMatch[]): void {
    sortByOffset(matches);
    for (let first = 0; first < matches.length;) {
      const end = endOfPlace(matches, first);
      this.foldMatch(end === first + 1 ? matches[first] : this.choose(matches.slice(first, end)));
      first = end;
    }
  }

  private choose(matches: readonly LineMatch[]): LineMatch | undefined {
    return chooseMatch(matches, { current: this.record.group, isStarted: this.isStarted });
  }

  private foldMatch(match: LineMatch | undefined): void {
    if (match === undefined) return;
    const { rule, values } = match;
    const { id, parentId } = rule.group;
    if (values === false) {
      this.ended.add(id);
      return;
    }
    if (parentId !== null && this.ended.has(parentId)) return;
    if (this.ended.has(id)) {
      if (!rule.action.startsWith('start')) return;
      this.ended.delete(id);
    }
    this.apply(rule, values);
  }

  private apply(rule: LineMatch['rule'], values: PyDict): void {
    const { action, group } = rule;
    switch (action) {
      case 'start':
        this.start(rule, values, this.options.defaultsOf(group));
        break;
      case 'startempty':
        this.start(rule, new Map(), this.options.defaultsOf(group));
        break;
      case 'add':
      case 'join':
        this.addOrJoin(rule, values);
        break;
      case 'end':
        if (isSamePath(this.record.path, group.path) || this.started.at(-1) !== group.id) this.ended.add(group.id);
        break;
      default:
        action satisfies never;
    }
  }

  private start(rule: LineMatch['rule'], values: PyDict, defaults: ReadonlyMap<PyKey, PyValue>): void {
    this.traceStart(rule);
    this.flush();
    const { path, steps } = rule.group;
    this.record = { result: values, defaults, path, steps, group: rule.group, isTail: false };
  }

  private traceStart({ group, isLine }: LineMatch['rule']): void {
    while (this.started.length > 0) {
      if (isLine || group.parentId === this.started.at(-1)) {
        this.started.push(group.id);
        return;
      }
      this.started.pop();
    }
    this.started.push(group.id);
  }

  private addOrJoin(rule: LineMatch['rule'], values: PyDict): void {
    const { result, path } = this.record;
    if (isSamePath(path, rule.group.path) && isDict(result)) {
      if (rule.action === 'join') {
        joinInto(result, values, rule.joinText);
      } else {
        updateDict(values, result);
        this.record.result = values;
      }
    } else if (this.started.includes(rule.group.id)) {
      this.start(rule, values, new Map());
      this.record.isTail = true;
    }
  }

  /** Saves the record under way, if its functions and its path let it. */
  private flush(): void {
    const { record } = this;
    this.addDefaults(record);
    if (record.isTail) this.continueLast(record);
    for (const step of record.steps) {
      const outcome = step(record.result, this.context);
      if (outcome === REJECTED) return;
      record.result = outcome;
    }
    const path = this.paths.form(record.path, record.result);
    if (path === null || path.length === 0) return;
    this.count();
    if (record.isTail) this.tree.merge(path, record.result);
    else this.tree.save(path, record.result);
  }

  private addDefaults({ result, defaults }: OpenRecord): void {
    if (!isDict(result)) return;
    for (const [name, value] of defaults) if (!result.has(name)) result.set(name, value);
  }

  /** Shows the functions the whole of the record a tail belongs to. */
  private continueLast(record: OpenRecord): void {
    const path: PathItem[] | null = this.paths.form(record.path, record.result);
    if (path === null || path.length === 0 || !isDict(record.result)) return;
    const element = this.tree.elementAt(path);
    const last = Array.isArray(element) ? element.at(-1) : element;
    if (isDict(last)) record.result = new Map([...last, ...record.result]);
  }

  private count(): void {
    this.recordCount++;
    if (this.recordCount > this.options.maxRecords) {
      throw new TtpRecordLimitError(
        `The input gives more than ${this.options.maxRecords} records, which is the limit.`,
      );
    }
  }
}

/** A copy of a group's defaults, where a value that names a recorded or template variable stands for that variable. */
export function defaultsFor(group: Group, ...sources: readonly PyDict[]): PyDict {
  const defaults = copyDict(group.defaults);
  if (defaults.size === 0) return defaults;
  for (const [variable, replacement] of sources.flatMap((source) => [...source])) {
    for (const [name, value] of defaults) if (value === variable) defaults.set(name, replacement);
  }
  return defaults;
}
