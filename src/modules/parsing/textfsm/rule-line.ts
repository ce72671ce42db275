import { TextCache } from '../text-cache.js';
import { TextMemory } from '../text-memory.js';
import { PythonRegex } from '../regex/python-regex.js';
import { isPlain, isSpace, strip } from '../regex/python-text.js';
import { PatternError } from '../regex/regex.errors.js';
import { TextFsmTemplateError } from './textfsm.errors.js';
import type { LineOperation, RecordOperation } from './textfsm.types.js';
import type { ValueDeclaration } from './value-declaration.js';

/** The values of a template by name. */
export type ValuesByName = ReadonlyMap<string, ValueDeclaration>;

/** What a rule does when it matches. */
export interface Action {
  readonly lineOperation: LineOperation;
  readonly recordOperation: RecordOperation;
  /** Name of the next state, or the message of an `Error`; empty to stay. */
  readonly newState: string;
}

/** What a line `^regex -> action` says, in every template in which its variables are the same values. */
export interface RuleLine {
  /** The regex as written, before values are put in. */
  readonly match: string;
  readonly regex: PythonRegex;
  readonly action: Action;
  /** What the variables stand for. */
  readonly values: readonly ValueDeclaration[];
}

/** What a variable of a rule stands for, and where it ends. */
interface Variable {
  /** Null for an escaped dollar sign. */
  readonly value: ValueDeclaration | null;
  readonly end: number;
}

const NO_ACTION: Action = { lineOperation: '', recordOperation: '', newState: '' };

const ACTION = PythonRegex.compile(
  '(?:\\s+(?:(?P<line>Continue|Next|Error)(?:\\.(?P<record>Clear|Clearall|Record|NoRecord))?' +
    '|(?P<recordOnly>Clear|Clearall|Record|NoRecord)))?(?:\\s+(?P<state>\\w+|".*"))?$',
);
/** Holds those of the whole public library. */
const PATTERNS = new TextCache(20_000, (pattern) =>
  PythonRegex.compile(pattern, { keepGroups: 'named', singleLine: true }),
);
const ARROW = '->';

const NAME = /[_A-Za-z][_A-Za-z0-9]*/y;

/** The variable whose name or escape begins at `start`, after its `$`; null where none does. */
function variableAt(match: string, start: number, values: ValuesByName): Variable | null {
  if (match[start] === '$') return { value: null, end: start + 1 };
  const isBraced = match[start] === '{';
  const nameStart = isBraced ? start + 1 : start;
  NAME.lastIndex = nameStart;
  if (!NAME.test(match)) return null;
  const nameEnd = NAME.lastIndex;
  if (isBraced && match[nameEnd] !== '}') return null;
  const value = values.get(match.slice(nameStart, nameEnd));
  return value === undefined ? null : { value, end: isBraced ? nameEnd + 1 : nameEnd };
}

/** The regex with its values put in, which are added to `used`. */
function substitute(match: string, values: ValuesByName, used: ValueDeclaration[], lineNumber: number): string {
  let result = '';
  let end = 0;
  for (let dollar = values.size === 0 ? -1 : match.indexOf('$'); dollar >= 0; dollar = match.indexOf('$', end)) {
    const variable = variableAt(match, dollar + 1, values);
    if (variable === null) {
      throw new TextFsmTemplateError(`Duplicate or invalid variable substitution: '${match}'. Line: ${lineNumber}.`);
    }
    const { value } = variable;
    result += match.slice(end, dollar) + (value === null ? '$' : value.template);
    if (value !== null) used.push(value);
    end = variable.end;
  }
  return end === 0 ? match : result + match.slice(end);
}

function compile(pattern: string, lineNumber: number): PythonRegex {
  try {
    return PATTERNS.get(pattern);
  } catch (error) {
    if (error instanceof PatternError) {
      const message = `Invalid regular expression: '${pattern}'. Line: ${lineNumber}.`;
      throw new TextFsmTemplateError(message, { cause: error, details: { line: lineNumber, ...error.fault } });
    }
    throw error;
  }
}

/** The last arrow with white space before it parts the match from the action. */
function findArrow(line: string): number {
  let index = line.lastIndexOf(ARROW);
  while (index > 0 && !isSpace(line.charAt(index - 1))) {
    index = line.lastIndexOf(ARROW, index - 1);
  }
  return index > 0 ? index : -1;
}

/** Null for a text that is no action. Rules have few different ones. */
const ACTIONS = new TextCache<Action | null>(1000, (text) => {
  const captures = ACTION.captureAtStart(text, isPlain(text));
  return captures === null
    ? null
    : {
        lineOperation: (captures[1] ?? '') as LineOperation,
        recordOperation: (captures[2] ?? captures[3] ?? '') as RecordOperation,
        newState: captures[4] ?? '',
      };
});

function parseAction(text: string, line: string, lineNumber: number): Action {
  const action = ACTIONS.get(text);
  if (action === null) {
    throw new TextFsmTemplateError(`Badly formatted rule '${line}'. Line: ${lineNumber}.`);
  }
  return action;
}

function checkAction({ lineOperation, newState }: Action, lineNumber: number): void {
  if (newState === '') {
    return;
  }
  if (lineOperation === 'Continue') {
    throw new TextFsmTemplateError(
      `Action '${lineOperation}' with new state ${newState} specified. Line: ${lineNumber}.`,
    );
  }
  if (lineOperation !== 'Error' && newState.startsWith('"')) {
    throw new TextFsmTemplateError(`Alphanumeric characters only in state names. Line: ${lineNumber}.`);
  }
}

function read(text: string, lineNumber: number, values: ValuesByName): RuleLine {
  const line = strip(text);
  const arrow = findArrow(line);
  const match = arrow < 0 ? line : line.slice(0, arrow - 1);
  const used: ValueDeclaration[] = [];
  const regex = compile(substitute(match, values, used, lineNumber), lineNumber);
  const action = arrow < 0 ? NO_ACTION : parseAction(line.slice(arrow + ARROW.length), line, lineNumber);
  checkAction(action, lineNumber);
  return { match, regex, action, values: used };
}

/** Lines read before, for templates that have them in common or are compiled again. */
const LINES = new TextMemory<RuleLine>(20_000);

/** Reads a line of a state. Throws `TextFsmTemplateError`. */
export function readRuleLine(text: string, lineNumber: number, values: ValuesByName): RuleLine {
  // Without values a dollar sign stands for itself.
  if (values.size === 0) return read(text, lineNumber, values);
  const known = LINES.find(text);
  return known?.values.every((value) => values.get(value.name) === value)
    ? known
    : LINES.keep(text, read(text, lineNumber, values));
}
