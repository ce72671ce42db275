import type { ParserState } from './match-context.js';
import type { PyDict, PyValue } from './values.js';

/** What the functions of a group see and do. */
export interface GroupContext extends ParserState {
  /** Values of variables that were not matched. */
  readonly defaults: ReadonlyMap<unknown, PyValue>;
  /** The path of the record; items may end in `*` and hold `{{ variable }}`. */
  path: readonly string[];
  /** Makes the record's values known to paths after this one. */
  rememberForPaths(record: PyDict): void;
  /** Saves a value at a path of its own; nothing happens where a variable of the path is unknown. */
  saveAt(path: readonly string[], value: PyValue): void;
}
