import type { RuleSet } from './rule-set.js';
import { parseTemplate } from './template-parser.js';
import type { RunOptions } from './textfsm-run.js';
import { TextFsmRun } from './textfsm-run.js';
import { TextFsmTemplateError } from './textfsm.errors.js';
import type { Cell, Row } from './textfsm.types.js';
import type { ValueDeclaration, ValueOption } from './value-declaration.js';

const OPTION_NAMES: readonly ValueOption[] = ['Filldown', 'Fillup', 'Key', 'List', 'Required'];

/** A compiled TextFSM template. Immutable, to be shared: what a parse remembers lives in its run. */
export class TextFsmTemplate {
  private constructor(
    readonly values: readonly ValueDeclaration[],
    /** The rules of each state by its name; a state `EOF` is always empty. */
    readonly states: ReadonlyMap<string, RuleSet>,
  ) {}

  /** Throws `TextFsmTemplateError`, whose message names the line. */
  static compile(text: string): TextFsmTemplate {
    const { values, states } = parseTemplate(text);
    return new TextFsmTemplate(values, states);
  }

  /** Names of the values, in the order of the cells of a row. */
  get header(): string[] {
    return this.values.map(({ name }) => name);
  }

  /** Names of the values with an option; throws `TextFsmTemplateError` for a word that is none. */
  valuesWith(option: string): string[] {
    if (!OPTION_NAMES.some((name) => name === option)) {
      throw new TextFsmTemplateError(`'${option}': Not a valid attribute.`);
    }
    return this.values.filter(({ options }) => options.some((name) => name === option)).map(({ name }) => name);
  }

  /** Starts a parse whose input comes in parts. */
  start(options: RunOptions = {}): TextFsmRun {
    return new TextFsmRun(this, options);
  }

  /** Parses a whole text. Throws `TextFsmStateError` where the template says so. */
  parse(text: string, options: RunOptions = {}): Row[] {
    return this.start(options).parse(text);
  }

  /** The same rows as objects with the value names as keys. */
  parseToRecords(text: string, options: RunOptions = {}): Record<string, Cell>[] {
    const { header } = this;
    return this.parse(text, options).map((row) => toRecord(header, row));
  }

  /** The template in its normal form, without comments. */
  toString(): string {
    const values = `${this.values.map(String).join('\n')}\n`;
    const states = [...this.states].map(([name, { rules }]) => `${[name, ...rules.map(String)].join('\n')}\n`);
    return `${values}\n${states.join('\n')}`;
  }
}

function toRecord(header: readonly string[], row: Row): Record<string, Cell> {
  return Object.fromEntries(header.map((name, column) => [name, row[column] ?? '']));
}
