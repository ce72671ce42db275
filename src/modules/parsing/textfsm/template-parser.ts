import { PythonRegex } from '../regex/python-regex.js';
import { stripEnd } from '../regex/python-text.js';
import type { RuleScope } from './rule.js';
import { Rule } from './rule.js';
import { RuleSet } from './rule-set.js';
import { TextFsmTemplateError } from './textfsm.errors.js';
import { VALUE_START, ValueDeclaration } from './value-declaration.js';

const MAX_NAME_LENGTH = 48;
const RESERVED_NAMES = ['Continue', 'Next', 'Error', 'Clear', 'Clearall', 'Record', 'NoRecord'];

const COMMENT = PythonRegex.compile('\\s*#');
const STATE_NAME = PythonRegex.compile('(\\w+)$');
const RULE_STARTS = [' ^', '  ^', '\t^'];

export interface ParsedTemplate {
  readonly values: readonly ValueDeclaration[];
  /** The rules of each state, in the order of the template. */
  readonly states: ReadonlyMap<string, RuleSet>;
}

function isComment(line: string): boolean {
  return line.includes('#') && COMMENT.match(line) !== null;
}

/** Reads the text of a template; throws `TextFsmTemplateError`. */
class TemplateParser {
  private readonly lines: readonly string[];
  private index = 0;
  private readonly values = new Map<string, ValueDeclaration>();
  private readonly states = new Map<string, Rule[]>();

  constructor(text: string) {
    this.lines = text.split(text.includes('\r') ? /\r\n|\r|\n/ : '\n').map((line) => stripEnd(line));
    if (this.lines.at(-1) === '') {
      this.lines = this.lines.slice(0, -1);
    }
  }

  parse(): ParsedTemplate {
    this.parseValues();
    const columns = new Map([...this.values.keys()].map((name, column) => [name, column]));
    const scope = { values: this.values, columns };
    while (this.parseState(scope)) {
      // Each call reads one state.
    }
    this.validate();
    const states = new Map([...this.states].map(([name, rules]) => [name, new RuleSet(rules)]));
    return { values: [...this.values.values()], states };
  }

  /** Number of the line read last, from 1. */
  private get lineNumber(): number {
    return this.index;
  }

  private nextLine(): string | undefined {
    const line = this.lines[this.index];
    if (line !== undefined) {
      this.index++;
    }
    return line;
  }

  private parseValues(): void {
    for (let line = this.nextLine(); line !== undefined && line !== ''; line = this.nextLine()) {
      if (isComment(line)) {
        continue;
      }
      if (line.startsWith(VALUE_START)) {
        this.addValue(line);
      } else if (this.values.size === 0) {
        throw new TextFsmTemplateError('No Value definitions found.');
      } else {
        throw new TextFsmTemplateError(`Expected blank line after last Value entry. Line: ${this.lineNumber}.`);
      }
    }
  }

  private addValue(line: string): void {
    const value = this.parseValue(line);
    if (this.values.has(value.name)) {
      throw new TextFsmTemplateError(`Duplicate declarations for Value '${value.name}'. Line: ${this.lineNumber}.`);
    }
    this.values.set(value.name, value);
  }

  private parseValue(line: string): ValueDeclaration {
    try {
      return ValueDeclaration.parse(line);
    } catch (error) {
      if (error instanceof TextFsmTemplateError) {
        throw new TextFsmTemplateError(`${error.message} Line ${this.lineNumber}.`, { cause: error.cause });
      }
      throw error;
    }
  }

  /** Reads the next state; false at the end of the template. */
  private parseState(scope: RuleScope): boolean {
    let line = this.nextLine();
    while (line === '' || (line !== undefined && isComment(line))) {
      line = this.nextLine();
    }
    if (line === undefined) {
      return false;
    }
    this.checkStateName(line);
    const rules: Rule[] = [];
    this.states.set(line, rules);
    for (let text = this.nextLine(); text !== undefined && text !== ''; text = this.nextLine()) {
      if (!isComment(text)) {
        rules.push(this.parseRule(text, scope));
      }
    }
    return true;
  }

  private checkStateName(name: string): void {
    const isValid = STATE_NAME.match(name) !== null && name.length <= MAX_NAME_LENGTH && !RESERVED_NAMES.includes(name);
    if (!isValid) {
      throw new TextFsmTemplateError(`Invalid state name: '${name}'. Line: ${this.lineNumber}`);
    }
    if (this.states.has(name)) {
      throw new TextFsmTemplateError(`Duplicate state name: '${name}'. Line: ${this.lineNumber}`);
    }
  }

  private parseRule(text: string, scope: RuleScope): Rule {
    if (!RULE_STARTS.some((start) => text.startsWith(start))) {
      throw new TextFsmTemplateError(`Missing white space or carat ('^') before rule. Line: ${this.lineNumber}`);
    }
    return Rule.parse(text, this.lineNumber, scope);
  }

  private validate(): void {
    if (!this.states.has('Start')) {
      throw new TextFsmTemplateError("Missing state 'Start'.");
    }
    if (this.states.get('End')?.length) {
      throw new TextFsmTemplateError("Non-Empty 'End' state.");
    }
    if (this.states.get('EOF')?.length) {
      throw new TextFsmTemplateError("Non-Empty 'EOF' state.");
    }
    this.states.delete('End');
    for (const [state, rules] of this.states) {
      for (const { action } of rules) {
        this.checkDestination(action.lineOperation === 'Error' ? '' : action.newState, state);
      }
    }
  }

  private checkDestination(destination: string, state: string): void {
    if (destination !== '' && destination !== 'End' && destination !== 'EOF' && !this.states.has(destination)) {
      throw new TextFsmTemplateError(`State '${destination}' not found, referenced in state '${state}'`);
    }
  }
}

/** Reads the text of a TextFSM template; throws `TextFsmTemplateError`. */
export function parseTemplate(text: string): ParsedTemplate {
  return new TemplateParser(text).parse();
}
