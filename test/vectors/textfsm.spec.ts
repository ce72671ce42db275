import { TextFsmTemplate } from '../../src/modules/parsing/textfsm/textfsm-template.js';
import type { Cell, Row } from '../../src/modules/parsing/textfsm/textfsm.types.js';
import { TextFsmStateError, TextFsmTemplateError } from '../../src/modules/parsing/textfsm/textfsm.errors.js';
import { parseToTable } from '../../src/modules/parsing/textfsm/parse-to-table.js';
import { Rule } from '../../src/modules/parsing/textfsm/rule.js';
import { TemplateIndex } from '../../src/modules/parsing/textfsm/template-index.js';
import { TextTable } from '../../src/modules/parsing/textfsm/text-table.js';
import { ValueDeclaration } from '../../src/modules/parsing/textfsm/value-declaration.js';
import { describeWithVectors, readVectorFile, readVectors } from '../support/vectors.js';

interface Failure {
  readonly type: string;
  readonly message: string;
}

interface TableOperation {
  readonly op: string;
  readonly args: readonly (readonly string[])[];
}

interface Vector {
  readonly id: string;
  readonly kind: string;
  readonly method?: string;
  readonly template?: string;
  readonly line?: string;
  readonly line_num?: number;
  readonly history?: readonly { readonly op: string; readonly input?: string; readonly eof?: boolean }[];
  readonly input?: string;
  readonly eof?: boolean;
  readonly attribute?: string;
  readonly index?: string;
  readonly custom_hooks?: boolean;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly templates?: Readonly<Record<string, string | readonly string[]>>;
  readonly template_arg?: string | null;
  readonly ops?: readonly TableOperation[];
  readonly op?: TableOperation;
  readonly row_index?: number;
  readonly keys?: readonly string[];
  readonly expected?: unknown;
  readonly expected_dicts?: unknown;
  readonly expected_clitable?: unknown;
  readonly compiled?: unknown;
  readonly str?: string;
  readonly header?: unknown;
  readonly end_state?: string;
  readonly error?: Failure;
}

/** Of the reference's errors these are part of the language; the others are its crashes, of which only the fact counts. */
const WORDED_ERRORS = ['TextFSMTemplateError', 'TextFSMError', 'CliTableError', 'TableError'];

function compiledForm(template: TextFsmTemplate): unknown {
  return {
    values: template.values.map(({ name, options, regex, template: pattern }) => ({
      name,
      options,
      regex,
      template: pattern,
    })),
    states: Object.fromEntries([...template.states].map(([name, { rules }]) => [name, rules.map(compiledRule)])),
  };
}

function compiledRule({ match, regex, action, lineNumber }: Rule): unknown {
  return {
    match,
    regex: regex.source,
    line_op: action.lineOperation,
    record_op: action.recordOperation,
    new_state: action.newState,
    line_num: lineNumber,
  };
}

function toRecords(header: readonly string[], rows: readonly Row[]): Record<string, Cell>[] {
  return rows.map((row) => Object.fromEntries(header.map((name, column) => [name, row[column] ?? ''])));
}

function parse({ template: text = '', method, history = [], input = '', eof, ...vector }: Vector): object {
  const template = TextFsmTemplate.compile(text);
  const run = template.start();
  for (const step of history) {
    if (step.op === 'Reset') {
      run.reset();
    } else {
      run.parse(step.input ?? '', step.eof);
    }
  }
  const rows = run.parse(input, eof);
  const { header } = template;
  return {
    expected: method === 'ParseTextToDicts' ? toRecords(header, rows) : rows,
    ...('header' in vector ? { header } : {}),
    ...('end_state' in vector ? { end_state: run.state } : {}),
    ...('expected_dicts' in vector ? { expected_dicts: toRecords(header, rows) } : {}),
    ...('expected_clitable' in vector ? { expected_clitable: new TextTable(header, rows).toRecords() } : {}),
  };
}

function describeTable(table: TextTable): unknown {
  const { header, rows, superkey } = table;
  return { header, rows, table: table.toString(), superkey, keys: [...superkey].sort() };
}

function buildTable({ index = '', attributes = {}, templates = {}, template_arg, input = '' }: Vector): TextTable {
  const override = templates['<override>'];
  const names = template_arg?.split(':') ?? TemplateIndex.parse(index).get(attributes).templates;
  const texts = Array.isArray(override)
    ? (override as string[])
    : names.map((name) => {
        const text = templates[name];
        if (typeof text !== 'string') {
          throw new Error(`no template file ${name}`);
        }
        return text;
      });
  return parseToTable(
    texts.map((text) => TextFsmTemplate.compile(text)),
    input,
  );
}

/** The recorded test changes the keys behind the table's back before it sorts. */
function withKeys(table: TextTable, { op, keys }: Vector): TextTable {
  const rows = table.rows.map((row) => [...row]);
  return op?.op === 'AddKeys' ? table : new TextTable(table.header, rows, keys);
}

function operate(table: TextTable, operation: TableOperation | undefined, rowIndex = 1): unknown {
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

function readIndex({ index = '', custom_hooks }: Vector): unknown {
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

/** What a vector of each kind compares, in the shape of the vector. */
const RUNNERS: Readonly<Record<string, (vector: Vector) => object>> = {
  template: ({ template: text = '' }) => {
    const template = TextFsmTemplate.compile(text);
    return { compiled: compiledForm(template), str: template.toString(), header: template.header };
  },
  parse,
  value: ({ line = '' }) => {
    const { name, options, regex, template, ...value } = ValueDeclaration.parse(line);
    return {
      expected: {
        name,
        options,
        regex,
        template,
        str: ValueDeclaration.prototype.toString.call({ name, options, regex, ...value }),
      },
    };
  },
  rule: ({ line = '', line_num = 0 }) => {
    const rule = Rule.parse(line, line_num, { templates: new Map(), columns: new Map() });
    const { match, regex, action } = rule;
    const { lineOperation: line_op, recordOperation: record_op, newState: new_state } = action;
    return { expected: { match, regex: regex.source, line_op, record_op, new_state, str: rule.toString() } };
  },
  variables: ({ template = '' }) => ({
    expected: TextFsmTemplate.compile(`${template}\n\nStart\n`).values.map(String),
  }),
  values_by_attrib: ({ template = '', attribute = '' }) => ({
    expected: TextFsmTemplate.compile(template).valuesWith(attribute),
  }),
  index: (vector) => ({ expected: readIndex(vector) }),
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

function failureType(error: unknown): string {
  if (error instanceof TextFsmTemplateError) {
    return 'TextFSMTemplateError';
  }
  return error instanceof TextFsmStateError ? 'TextFSMError' : 'other';
}

/** The partial parsers of the reference count lines from where they were left. */
function withoutLine(message: string): string {
  return message.replace(/ Line \d+\.$/, '');
}

function expectFailure(error: unknown, expected: Failure, kind: string): void {
  expect(error).toBeInstanceOf(Error);
  if (!WORDED_ERRORS.includes(expected.type)) {
    return;
  }
  const message = (error as Error).message;
  if (kind === 'variables') {
    expect(withoutLine(message)).toBe(withoutLine(expected.message));
  } else {
    expect(message).toBe(expected.message);
  }
  if (expected.type.startsWith('TextFSM')) {
    expect(failureType(error)).toBe(expected.type);
  }
}

function check(vector: Vector): void {
  const { kind, error: expectedError } = vector;
  const runner = RUNNERS[kind];
  if (runner === undefined) {
    throw new Error(`unknown kind of vector: ${kind}`);
  }
  let actual: object;
  try {
    actual = runner(vector);
  } catch (error) {
    if (expectedError === undefined) {
      throw error;
    }
    expectFailure(error, expectedError, kind);
    return;
  }
  expect(expectedError).toBeUndefined();
  const wanted = Object.entries(vector).filter(([key]) => key in actual);
  expect(actual).toEqual(Object.fromEntries(wanted));
}

for (const [file, name] of [
  ['vectors/textfsm/unit.public.jsonl.gz', "the reference's own tests"],
  ['vectors/textfsm/extra.public.jsonl.gz', 'single rules of the language'],
] as const) {
  describeWithVectors([file], `TextFSM: ${name}`, () => {
    it.each(readVectors<Vector>(file).map((vector) => [vector.id, vector] as const))(
      'behaves as in %s',
      (_id, vector) => {
        check(vector);
      },
    );
  });
}

interface Case {
  readonly id: string;
  readonly platform: string;
  readonly command: string;
  readonly template: string;
  readonly raw: string;
  readonly expected: unknown;
}

const CASES = 'vectors/textfsm/cases.public.jsonl.gz';
const TEMPLATES = 'vectors/textfsm/templates.public.json.gz';

describeWithVectors([CASES, TEMPLATES], 'TextFSM: the public template library', () => {
  const cases = readVectors<Case>(CASES);

  it(`parses every recorded output (${cases.length} cases)`, () => {
    const texts = readVectorFile<Record<string, string>>(TEMPLATES);
    const compiled = new Map<string, TextFsmTemplate>();
    const wrong = cases.filter(({ template: names, raw, expected }) => {
      const templates = names.split(':').map((name) => {
        const template = compiled.get(name) ?? TextFsmTemplate.compile(texts[name] ?? '');
        compiled.set(name, template);
        return template;
      });
      return JSON.stringify(parseToTable(templates, raw).toRecords()) !== JSON.stringify(expected);
    });
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});
