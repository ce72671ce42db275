import { str } from '../python-format.js';
import type { PyDict, PyValue } from '../values.js';
import { toTable } from './table-format.js';

/** The records among the results as separated values, each cell in quotes. */
export function formatCsv(results: PyValue, options: PyDict): string {
  const separator = str(options.get('sep') ?? ',');
  const quote = str(options.get('quote') ?? '"');
  return toTable(results, options)
    .map((row) => row.map((cell) => quote + str(cell) + quote).join(separator))
    .join('\n');
}
