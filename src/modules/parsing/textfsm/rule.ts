import { TextCache } from '../text-cache.js';
import { PythonRegex } from '../regex/python-regex.js';
import { isPlain, isSpace, strip } from '../regex/python-text.js';
import { PatternError } from '../regex/regex.errors.js';
import { TextFsmTemplateError } from './textfsm.errors.js';
import type { LineOperation, RecordOperation } from './textfsm.types.js';

/** What the rules of a template may refer to. */
export interface RuleScope {
  /** The pattern of each value by its name. */
  readonly templates: ReadonlyMap<string, string>;
  /** The column of each value by its name. */
  readonly columns: ReadonlyMap<string, number>;
}

/** What a rule does when it matches. */
interface Action {
  readonly lineOperation: LineOperation;
  readonly recordOperation: RecordOperation;
  /** Name of the next state, or the message of an `Error`; empty to stay. */
  readonly newState: string;
}

/** What a variable of a rule stands for, and where it ends. */
interface Variable {
  readonly text: string;
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
function variableAt(match: string, start: number, templates: ReadonlyMap<string, string>): Variable | null {
  if (match[start] === '$') return { text: '$', end: start + 1 };
  const isBraced = match[start] === '{';
  const nameStart = isBraced ? start + 1 : start;
  NAME.lastIndex = nameStart;
  if (!NAME.test(match)) return null;
  const nameEnd = NAME.lastIndex;
  if (isBraced && match[nameEnd] !== '}') return null;
  const text = templates.get(match.slice(nameStart, nameEnd));
  return text === undefined ? null : { text, end: isBraced ? nameEnd + 1 : nameEnd };
}

function substitute(match: string, templates: ReadonlyMap<string, string>, lineNumber: number): string {
  let result = '';
  let end = 0;
  for (let dollar = templates.size === 0 ? -1 : match.indexOf('$'); dollar >= 0; dollar = match.indexOf('$', end)) {
    const variable = variableAt(match, dollar + 1, templates);
    if (variable === null) {
      throw new TextFsmTemplateError(`Duplicate or invalid variable substitution: '${match}'. Line: ${lineNumber}.`);
    }
    result += match.slice(end, dollar) + variable.text;
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

const NO_COLUMNS: readonly number[] = [];

function columnsOf({ namesOfGroups }: PythonRegex, scope: RuleScope): readonly number[] {
  return namesOfGroups.length === 0 ? NO_COLUMNS : namesOfGroups.map((name) => scope.columns.get(name) ?? -1);
}

/** A line `^regex -> action` of a state. */
export class Rule {
  /** For each capture the column of its value; -1 for a named group that is no value. */
  readonly columns: readonly number[];

  private constructor(
    /** The regex as written, before values are put in. */
    readonly match: string,
    readonly regex: PythonRegex,
    readonly action: Action,
    /** Line in the template, from 1. */
    readonly lineNumber: number,
    scope: RuleScope,
  ) {
    this.columns = columnsOf(regex, scope);
  }

  /** Throws `TextFsmTemplateError`. */
  static parse(text: string, lineNumber: number, scope: RuleScope): Rule {
    const line = strip(text);
    const arrow = findArrow(line);
    const match = arrow < 0 ? line : line.slice(0, arrow - 1);
    const regex = compile(substitute(match, scope.templates, lineNumber), lineNumber);
    const action = arrow < 0 ? NO_ACTION : parseAction(line.slice(arrow + ARROW.length), line, lineNumber);
    checkAction(action, lineNumber);
    return new Rule(match, regex, action, lineNumber, scope);
  }

  toString(): string {
    const { lineOperation, recordOperation, newState } = this.action;
    const operation = [lineOperation, recordOperation].filter((part) => part !== '').join('.');
    const action = [operation, newState].filter((part) => part !== '').join(' ');
    return action === '' ? `  ${this.match}` : `  ${this.match} -> ${action}`;
  }
}
