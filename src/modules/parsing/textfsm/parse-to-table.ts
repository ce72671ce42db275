import { TextTable } from './text-table.js';
import type { RunOptions } from './textfsm-run.js';
import type { TextFsmTemplate } from './textfsm-template.js';

/**
 * Parses one text with the templates of an index row and joins their tables. The keys are those of the first template that
 * has any.
 */
export function parseToTable(templates: readonly TextFsmTemplate[], text: string, options: RunOptions = {}): TextTable {
  const [first, ...others] = templates;
  const table = new TextTable(first?.header ?? [], first?.parse(text, options) ?? [], first?.valuesWith('Key'));
  for (const template of others) {
    const rows = template.parse(text, options);
    table.adoptKeys(template.valuesWith('Key'));
    table.extend(new TextTable(template.header, rows));
  }
  return table;
}
