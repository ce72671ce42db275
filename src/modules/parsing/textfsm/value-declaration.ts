import { TextCache } from '../text-cache.js';
import { PythonRegex } from '../regex/python-regex.js';
import { PatternError } from '../regex/regex.errors.js';
import { TextFsmTemplateError } from './textfsm.errors.js';

/** What a line that declares a value begins with. */
export const VALUE_START = 'Value ';

const MAX_NAME_LENGTH = 48;

/** `OptionBase` does nothing; the reference accepts it by accident, and so templates may hold it. */
const OPTIONS = ['Filldown', 'Fillup', 'Key', 'List', 'Required', 'OptionBase'] as const;

export type ValueOption = (typeof OPTIONS)[number];

function isValueOption(name: string): name is ValueOption {
  return OPTIONS.some((option) => option === name);
}

function parseOptions(list: string): ValueOption[] {
  const options: ValueOption[] = [];
  for (const name of list.split(',')) {
    if (options.some((option) => option === name)) {
      throw new TextFsmTemplateError(`Duplicate option "${name}"`);
    }
    if (!isValueOption(name)) {
      throw new TextFsmTemplateError(`Unknown option "${name}"`);
    }
    options.push(name);
  }
  return options;
}

function checkParentheses(regex: string): void {
  if (!regex.startsWith('(') || !regex.endsWith(')') || regex.at(-2) === '\\') {
    throw new TextFsmTemplateError(`Value '${regex}' must be contained within a '()' pair.`);
  }
}

/** The text from `start` to the next blank, and where the text after that blank begins; -1 without one. */
function cutAtBlank(line: string, start: number): [string, number] {
  const blank = line.indexOf(' ', start);
  return blank < 0 ? [line.slice(start), -1] : [line.slice(start, blank), blank + 1];
}

function compile(regex: string): PythonRegex {
  try {
    return PythonRegex.compile(regex);
  } catch (error) {
    throw error instanceof PatternError ? new TextFsmTemplateError(error.pythonMessage, { cause: error }) : error;
  }
}

/** A line `Value [options] name (regex)` of a template; the same object for the same line. */
export class ValueDeclaration {
  /** The pattern that stands for the value in rules: the regex with its first group named. */
  readonly template: string;
  /** The regex, to match again within the captured text, if it holds groups of its own. */
  readonly nested: PythonRegex | null;

  private constructor(
    readonly name: string,
    /** In the order given, which is the order in which they act. */
    readonly options: readonly ValueOption[],
    readonly regex: string,
  ) {
    const compiled = compile(regex);
    this.nested = compiled.groupCount > 1 ? compiled : null;
    this.template = `(?P<${name}>${regex.slice(1)}`;
  }

  /**
   * `line`: one that begins with `Value `, whose parts have one blank between them. Throws `TextFsmTemplateError`, without the
   * line number, which the caller knows.
   */
  static parse(line: string): ValueDeclaration {
    return DECLARATIONS.get(line);
  }

  /** Reads a line that is not known yet. */
  static read(line: string): ValueDeclaration {
    const [first, afterFirst] = cutAtBlank(line, VALUE_START.length);
    if (afterFirst < 0) {
      throw new TextFsmTemplateError('Expect at least 3 tokens on line.');
    }
    const hasOptions = line[afterFirst] !== '(';
    const options = hasOptions ? parseOptions(first) : [];
    const [second, afterSecond] = cutAtBlank(line, afterFirst);
    const name = hasOptions ? second : first;
    if (name.length > MAX_NAME_LENGTH) {
      throw new TextFsmTemplateError(`Invalid Value name '${name}' or name too long.`);
    }
    const regexStart = hasOptions ? afterSecond : afterFirst;
    const regex = regexStart < 0 ? '' : line.slice(regexStart);
    checkParentheses(regex);
    return new ValueDeclaration(name, options, regex);
  }

  toString(): string {
    const options = this.options.length === 0 ? '' : `${this.options.join(',')} `;
    return `Value ${options}${this.name} ${this.regex}`;
  }
}

/** Templates have many of these lines in common. */
const DECLARATIONS = new TextCache(20_000, (line) => ValueDeclaration.read(line));
