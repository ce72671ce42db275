import type { Call } from './attributes.js';
import type { GroupStep } from './group-steps.js';
import type { LineAction, LineVariable } from './line.types.js';
import type { CompiledOutput } from './output-tag.js';
import type { LinePattern } from './regex-cache.js';
import type { PyDict, PyValue } from './values.js';

/** A template line, compiled. */
export interface LineRule {
  /** The regular expression in Python's syntax. */
  readonly source: string;
  readonly pattern: LinePattern;
  readonly action: LineAction;
  /** Whether it matches any line; such a match gives way to others. */
  readonly isLine: boolean;
  /** By the name of the group and by the name in results. */
  readonly variables: ReadonlyMap<string, LineVariable>;
  /** The variables of the named groups, in their order; none if the line captures nothing. */
  readonly captured: readonly LineVariable[];
  /** What stands between the values of several matches that are joined. */
  readonly joinText: string;
  readonly group: Group;
}

/** A group of a template, compiled. It is filled by the group compiler and not changed afterwards. */
export class Group {
  /** Path of the results, an item each; may end in `*` and hold `{{ variable }}`. */
  path: readonly string[] = [];
  name = '';
  /** Identity: the name (of unnamed groups, with a mark) and the index among the siblings. */
  id = '';
  /** The part of `id` that is the name. */
  idName = '';
  method = 'group';
  /** Value of every variable without a default of its own; undefined for none. */
  commonDefault: PyValue | undefined;
  /** Values of variables that were not matched. */
  readonly defaults: PyDict = new Map();
  /** Whether the group exists without a match of its first line. */
  hasStartDefault = false;
  /** The functions as written; `steps` is what they do. */
  readonly functions: Call[] = [];
  steps: readonly GroupStep[] = [];
  /** Names of the inputs the group is for; none means any. */
  inputs: readonly string[] = [];
  outputNames: readonly string[] = [];
  /** Outputs that run on the results of this group alone. */
  outputs: readonly CompiledOutput[] = [];
  readonly startRules: LineRule[] = [];
  readonly normalRules: LineRule[] = [];
  readonly endRules: LineRule[] = [];
  children: readonly Group[] = [];

  constructor(
    /** Position among the groups beside it. */
    readonly index: number,
    readonly parent: Group | null,
  ) {}

  get parentId(): string | null {
    return this.parent?.id ?? null;
  }
}
