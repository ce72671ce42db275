import type { FunctionDefinition } from '../function-binding.js';
import type { PyDict, PyValue } from '../values.js';

/** What the functions of an output see. */
export interface OutputContext {
  readonly vars: PyDict;
  readonly globals: PyDict;
  /** The variables as the last text left them, with what was recorded and taken from the text. */
  readonly textVars: PyDict;
  /** The output that is run. */
  readonly output?: { readonly name: string | null; readonly attributes: PyDict; readonly content: PyValue };
  /** Results so far of the template with this name. */
  readonly resultsOf: (templateName: string) => PyValue | undefined;
  /** Positions in the results of the texts of an input; undefined where no input has this name or results are joined. */
  readonly positionsOf: (inputName: string) => readonly number[] | undefined;
}

/** A built-in function of an output. */
export type OutputFunction = FunctionDefinition<PyValue, OutputContext>;
