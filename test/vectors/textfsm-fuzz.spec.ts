import { createContext, Script } from 'node:vm';
import fc from 'fast-check';
import { TomError } from '../../src/common/tom-error.js';
import type { TextFsmCase } from '../../src/conformance/textfsm-case.js';
import { parseToTable } from '../../src/modules/parsing/textfsm/parse-to-table.js';
import { TextFsmTemplate } from '../../src/modules/parsing/textfsm/textfsm-template.js';
import { propertyRuns } from '../support/scale.js';
import { describeWithVectors, readVectorFile, readVectors } from '../support/vectors.js';

const CASES = 'vectors/textfsm/cases.public.jsonl.gz';
const TEMPLATES = 'vectors/textfsm/templates.public.json.gz';

const PIECES = [
  ...['(', ')', '[', ']', '{', '}', '|', '*', '+', '?', '^', '$', '\\', '.', '{1000}', '{,}', '*+', '*?'],
  ...['(?P<', '(?i)', '(?<=', '(?>', '(?(1)', '(.*)+', '(a|b?)*', '\\1', '\\Z', '\\b', '[^', '\\x'],
  ...['Value ', 'List ', 'Required,', 'Filldown,Fillup ', '__proto__', 'constructor', 'toString', '${', '$$', '#'],
  ...[
    'Start',
    'EOF',
    'End',
    ' -> Record',
    ' -> Continue',
    ' -> Continue.Record',
    ' -> Error "x"',
    ' -> Clearall Start',
  ],
  ...['\n', '\n\n', '\r', ' ', '\t', '  ^', 'é', '\u{1f600}', '\ud83d', '\u001c', '\u2028', '\0'],
];

/** Longer outputs take most of the time and mutations of them find nothing more. */
const MAX_OUTPUT_LENGTH = 2500;

/** What is still running then is taken for endless: a mutated output takes a few milliseconds. */
const HANGS_AFTER_MS = 20_000;

const SUITE_TIMEOUT_MS = 1_200_000;

/** Cuts out up to `length` characters at a place between 0 and 1, and puts a text there. */
interface Edit {
  readonly place: number;
  readonly length: number;
  readonly text: string;
}

const EDIT = fc.record<Edit>({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(20),
  text: fc.oneof(fc.constant(''), fc.constantFrom(...PIECES), fc.string({ maxLength: 8 })),
});

function applied(text: string, edits: readonly Edit[]): string {
  return edits.reduce((edited, { place, length, text: added }) => {
    const at = Math.floor(place * edited.length);
    return edited.slice(0, at) + added + edited.slice(at + length);
  }, text);
}

function outcome(template: string, output: string): unknown {
  try {
    return parseToTable([TextFsmTemplate.compile(template)], output, { maxRows: 10_000 }).toRecords();
  } catch (error) {
    return error;
  }
}

const call = new Script('work()');
const context = createContext({});

/** Gives what a function gives, and throws when it is still running after `HANGS_AFTER_MS`. */
function withDeadline<T>(work: () => T): T {
  const results: T[] = [];
  context.work = () => void results.push(work());
  call.runInContext(context, { timeout: HANGS_AFTER_MS });
  return results[0] as T;
}

describeWithVectors([CASES, TEMPLATES], 'mutated public templates', () => {
  const texts = readVectorFile<Record<string, string>>(TEMPLATES);
  const samples = readVectors<TextFsmCase>(CASES).filter(
    ({ raw, template }) => raw.length <= MAX_OUTPUT_LENGTH && texts[template] !== undefined,
  );

  it(
    'give records or an error of their own, in bounded time, and leave all prototypes as they are',
    () => {
      const edits = fc.array(EDIT, { maxLength: 4 });
      fc.assert(
        fc.property(fc.nat(samples.length - 1), edits, edits, (index, templateEdits, outputEdits) => {
          const sample = samples[index];
          const template = applied(texts[sample?.template ?? ''] ?? '', templateEdits);
          const result = withDeadline(() => outcome(template, applied(sample?.raw ?? '', outputEdits)));
          if (!Array.isArray(result) && !(result instanceof TomError)) throw result;
          return Object.keys(Object.prototype).length === 0 && Object.keys(Array.prototype).length === 0;
        }),
        propertyRuns(100_000),
      );
    },
    SUITE_TIMEOUT_MS,
  );
});
