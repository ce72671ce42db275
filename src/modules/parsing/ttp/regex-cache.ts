import { PatternError } from '../regex/regex.errors.js';
import { PythonRegex } from '../regex/python-regex.js';
import { linePrefix, textPrefix } from './line-prefix.js';
import { TextCache } from '../text-cache.js';
import { TtpRunError } from './ttp.errors.js';

/** The pattern of a template line, compiled. */
export interface LinePattern {
  readonly regex: PythonRegex;
  /** Text that follows the line end in every match; null where matches have to be searched for. */
  readonly prefix: string | null;
  /** Text that every match holds besides the prefix; empty if there is none. */
  readonly requiredText: string;
  /** Whether no match goes on past the line it begins with. */
  readonly isOneLine: boolean;
}

/** The pattern of a template's function, compiled. */
export interface FunctionPattern {
  readonly regex: PythonRegex;
  /** Text that every text the pattern matches starts with. */
  readonly prefix: string;
}

/** Patterns of template lines, whose named groups alone are captured; many templates share lines. */
const linePatterns = new TextCache(5000, (source): LinePattern => {
  const regex = PythonRegex.compile(source, { keepGroups: 'named' });
  const prefix = linePrefix(source);
  const requiredText = `\n${prefix ?? ''}`.includes(regex.requiredText) ? '' : regex.requiredText;
  return { regex, prefix, requiredText, isOneLine: regex.isOneLine };
});

const functionPatterns = new TextCache(500, (source): FunctionPattern => {
  return { regex: PythonRegex.compile(source), prefix: textPrefix(source) };
});

/** The compiled form of a template line's pattern. Throws `PatternError`. */
export function compileLinePattern(source: string): LinePattern {
  return linePatterns.get(source);
}

/** The compiled form of a pattern that a template's functions use again and again. Throws `TtpRunError` where it is none. */
export function functionPattern(source: string): FunctionPattern {
  try {
    return functionPatterns.get(source);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new TtpRunError(error.message, { cause: error });
  }
}

/** Its regular expression alone. */
export function cachedRegex(pattern: string): PythonRegex {
  return functionPattern(pattern).regex;
}
