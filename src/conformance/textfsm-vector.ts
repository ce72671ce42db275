import { parseToTable } from '../modules/parsing/textfsm/parse-to-table.js';
import { Rule } from '../modules/parsing/textfsm/rule.js';
import { expandCompletions, TemplateIndex } from '../modules/parsing/textfsm/template-index.js';
import { TextFsmTemplate } from '../modules/parsing/textfsm/textfsm-template.js';
import { TextTable } from '../modules/parsing/textfsm/text-table.js';
import { ValueDeclaration } from '../modules/parsing/textfsm/value-declaration.js';
import type { TextFsmVector } from './textfsm-vector.types.js';

/** What a vector of each kind compares, under the names of the vector's fields. */
const RUNNERS: Readonly<Record<string, (vector: TextFsmVector) => object>> = {
  template: ({ template = '' }) => {
    const compiled = TextFsmTemplate.compile(template);
    return { compiled: describeTemplate(compiled), str: compiled.toString(), header: compiled.header };
  },
  parse: parseWithHistory,
  value: ({ line = '' }) => {
    const value = ValueDeclaration.parse(line);
    const { name, options, regex, template } = value;
    return { expected: { name, options, regex, template, str: value.toString() } };
  },
  rule: ({ line = '', line_num = 0 }) => {
    const rule = Rule.parse(line, line_num, { values: new Map(), columns: new Map() });
    return { expected: { ...describeRule(rule), str: rule.toString() } };
  },
  variables: ({ template = '' }) => ({
    expected: TextFsmTemplate.compile(`${template}\n\nStart\n`).values.map(String),
  }),
  values_by_attrib: ({ template = '', attribute = '' }) => ({
    expected: TextFsmTemplate.compile(template).valuesWith(attribute),
  }),
  completion: ({ input, line, command }) => ({ expected: expandCompletions(input ?? line ?? command ?? '') }),
  index: (vector) => ({ expected: describeIndex(vector) }),
  row_match: ({ index = '', attributes = {} }) => ({
    expected: TemplateIndex.parse(index).find(attributes)?.number ?? 0,
  }),
  parse_cmd: (vector) => ({ expected: describeTable(buildTable(vector)) }),
  clitable_op: (vector) => {
    const table = buildTable(vector);
    vector.ops?.forEach((operation) => operate(table, operation));
    return { expected: operate(withKeys(table, vector), vector.op, vector.row_index) };
  },
};

/** What the vector compares, as Tom gives it. Throws what the engine throws. */
export function runTextFsmVector(vector: TextFsmVector): object {
  const runner = Object.hasOwn(RUNNERS, vector.kind) ? RUNNERS[vector.kind] : undefined;
  if (runner === undefined) throw new Error(`unknown kind of vector: ${vector.kind}`);
  return runner(vector);
}

function describeTemplate(template: TextFsmTemplate): unknown {
  return {
    values: template.values.map(({ name, options, regex, template: pattern }) => ({
      name,
      options,
      regex,
      template: pattern,
    })),
    states: Object.fromEntries(
      [...template.states].map(([name, { rules }]) => [
        name,
        rules.map((rule) => ({ ...describeRule(rule), line_num: rule.lineNumber })),
      ]),
    ),
  };
}

function describeRule({ match, regex, action }: Rule): object {
  return {
    match,
    regex: regex.source,
    line_op: action.lineOperation,
    record_op: action.recordOperation,
    new_state: action.newState,
  };
}

function parseWithHistory({ template: text = '', method, history = [], input = '', eof }: TextFsmVector): object {
  const template = TextFsmTemplate.compile(text);
  const run = template.start();
  for (const step of history) {
    if (step.op === 'Reset') run.reset();
    else run.parse(step.input ?? '', step.eof);
  }
  const rows = run.parse(input, eof);
  const { header } = template;
  const records = rows.map((row) => Object.fromEntries(header.map((name, column) => [name, row[column] ?? ''])));
  return {
    expected: method === 'ParseTextToDicts' ? records : rows,
    header,
    end_state: run.state,
    expected_dicts: records,
    get expected_clitable() {
      return new TextTable(header, rows).toRecords();
    },
  };
}

function describeTable(table: TextTable): unknown {
  const { header, rows, superkey } = table;
  return { header, rows, table: table.toString(), superkey, keys: [...superkey].sort() };
}

function templateTexts({
  index = '',
  attributes = {},
  templates = {},
  template_arg,
}: TextFsmVector): readonly string[] {
  const override = templates['<override>'];
  if (override !== undefined) return typeof override === 'string' ? [override] : override;
  const names = template_arg?.split(':') ?? TemplateIndex.parse(index).get(attributes).templates;
  return names.map((name) => {
    const text = Object.hasOwn(templates, name) ? templates[name] : undefined;
    if (typeof text !== 'string') throw new Error(`no template file ${name}`);
    return text;
  });
}

function buildTable(vector: TextFsmVector): TextTable {
  const templates = templateTexts(vector).map((text) => TextFsmTemplate.compile(text));
  return parseToTable(templates, vector.input ?? '');
}

/** The recorded test changes the keys behind the table's back before it sorts. */
function withKeys(table: TextTable, { op, keys }: TextFsmVector): TextTable {
  const rows = table.rows.map((row) => [...row]);
  return op?.op === 'AddKeys' ? table : new TextTable(table.header, rows, keys);
}

function operate(table: TextTable, operation: TextFsmVector['op'], rowIndex = 1): unknown {
  switch (operation?.op) {
    case 'AddKeys':
      table.addKeys(operation.args[0] ?? []);
      return describeTable(table);
    case 'sort':
      table.sort();
      return describeTable(table);
    case 'KeyValue':
      return table.keyValue(rowIndex - 1);
    case 'LabelValueTable':
      return table.toLabelledValues(operation.args[0]);
    default:
      throw new Error(`unknown table operation ${operation?.op}`);
  }
}

/** The recorded test reads the index with hooks of its own: cells are compiled as they are, or some not at all. */
function describeIndex({ index = '', custom_hooks }: TextFsmVector): unknown {
  const read = custom_hooks
    ? TemplateIndex.parse(index, {
        preParse: (column, cell) => (column === 'Template' ? cell.toUpperCase() : cell),
        preCompile: (column, cell) => (column === 'Template' || column === 'Command' ? null : cell),
      })
    : TemplateIndex.parse(index, { preCompile: (_column, cell) => cell });
  return {
    header: read.header,
    rows: read.rows.map(({ cells }) => [...cells.values()]),
    compiled: read.rows.map((row) => read.header.map((column) => read.compiledCell(row, column))),
  };
}
