import type { PyDict, PyValue } from '../values.js';
import { formatCsv } from './csv-format.js';
import { formatJson } from './json-format.js';
import { formatPretty } from './pretty-format.js';
import { toTable } from './table-format.js';
import { formatTabulate } from './tabulate-format.js';
import { formatYaml } from './yaml-format.js';

/** Gives results another form, by the attributes of an output. */
export type Formatter = (results: PyValue, options: PyDict) => PyValue;

/** The formatters of outputs by name. */
export const FORMATTERS: ReadonlyMap<string, Formatter> = new Map<string, Formatter>([
  ['raw', (results) => results],
  ['json', (results) => formatJson(results)],
  ['yaml', (results) => formatYaml(results)],
  ['pprint', (results) => formatPretty(results)],
  ['table', toTable],
  ['csv', formatCsv],
  ['tabulate', formatTabulate],
]);
