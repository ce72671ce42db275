import type { GroupContext } from './group-context.js';
import type { PathFormer } from './result-path.js';
import type { ResultTree } from './result-tree.js';
import type { TextState } from './text-state.js';
import type { PyDict, PyKey, PyValue } from './values.js';

/** The record that functions of a group work on. */
export interface CurrentRecord {
  readonly result: PyValue;
  readonly defaults: ReadonlyMap<PyKey, PyValue>;
  path: readonly string[];
}

/** What the functions of a group see and do, over the record under way. */
export class RecordContext implements GroupContext {
  readonly vars: PyDict;
  readonly globals: PyDict;
  readonly lookups: PyDict;
  readonly resultsOf: (templateName: string) => PyValue | undefined;
  readonly warn: (message: string) => void;

  constructor(
    private readonly state: TextState,
    private readonly paths: PathFormer,
    private readonly tree: ResultTree,
    private readonly current: () => CurrentRecord,
  ) {
    this.vars = state.vars;
    this.globals = state.globals;
    this.lookups = state.lookups;
    this.resultsOf = state.resultsOf;
    this.warn = state.warn;
  }

  get ownResults(): PyValue {
    return this.state.ownResults;
  }

  get textResults(): PyValue {
    return this.state.textResults;
  }

  get defaults(): ReadonlyMap<PyKey, PyValue> {
    return this.current().defaults;
  }

  get path(): readonly string[] {
    return this.current().path;
  }

  set path(path: readonly string[]) {
    this.current().path = path;
  }

  rememberForPaths(record: PyDict): void {
    this.paths.remember(record);
  }

  saveAt(path: readonly string[], value: PyValue): void {
    const items = this.paths.form(path, this.current().result);
    if (items !== null) this.tree.save(items, value);
  }
}
