import type { PythonRegex } from '../regex/python-regex.js';
import type { Action, RuleLine, ValuesByName } from './rule-line.js';
import { readRuleLine } from './rule-line.js';

/** What the rules of a template may refer to. */
export interface RuleScope {
  readonly values: ValuesByName;
  /** The column of each value by its name. */
  readonly columns: ReadonlyMap<string, number>;
}

const NO_COLUMNS: readonly number[] = [];

function columnsOf({ namesOfGroups }: PythonRegex, scope: RuleScope): readonly number[] {
  return namesOfGroups.length === 0 ? NO_COLUMNS : namesOfGroups.map((name) => scope.columns.get(name) ?? -1);
}

/** A line `^regex -> action` of a state. */
export class Rule {
  /** The regex as written, before values are put in. */
  readonly match: string;
  readonly regex: PythonRegex;
  readonly action: Action;
  /** For each capture the column of its value; -1 for a named group that is no value. */
  readonly columns: readonly number[];

  private constructor(
    { match, regex, action }: RuleLine,
    /** Line in the template, from 1. */
    readonly lineNumber: number,
    scope: RuleScope,
  ) {
    this.match = match;
    this.regex = regex;
    this.action = action;
    this.columns = columnsOf(regex, scope);
  }

  /** Throws `TextFsmTemplateError`. */
  static parse(text: string, lineNumber: number, scope: RuleScope): Rule {
    return new Rule(readRuleLine(text, lineNumber, scope.values), lineNumber, scope);
  }

  toString(): string {
    const { lineOperation, recordOperation, newState } = this.action;
    const operation = [lineOperation, recordOperation].filter((part) => part !== '').join('.');
    const action = [operation, newState].filter((part) => part !== '').join(' ');
    return action === '' ? `  ${this.match}` : `  ${this.match} -> ${action}`;
  }
}
