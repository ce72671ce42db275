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
}

function groupNamesOf(source: string): Set<string> {
  return new Set(Array.from(source.matchAll(/\(\?P<([^>]*)>/g), ([, name = '']) => name));
}

/** Patterns of template lines, whose named groups alone are captured; many templates share lines. */
const linePatterns = new TextCache(5000, (source): LinePattern => {
  return { regex: PythonRegex.compile(source, { keepGroups: groupNamesOf(source) }), prefix: linePrefix(source) };
});

const functionPatterns = new TextCache(500, (source) => {
  return { regex: PythonRegex.compile(source), prefix: textPrefix(source) };
});

function functionPattern(source: string): { regex: PythonRegex; prefix: string } {
  try {
    return functionPatterns.get(source);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new TtpRunError(error.message, { cause: error });
  }
}

/** The compiled form of a template line's pattern. Throws `PatternError`. */
export function compileLinePattern(source: string): LinePattern {
  return linePatterns.get(source);
}

/** The compiled form of a pattern that a template's functions use again and again. */
export function cachedRegex(pattern: string): PythonRegex {
  return functionPattern(pattern).regex;
}

/** Python's `re.sub` of all matches. */
export function replaceMatches(text: string, pattern: string, replacement: string): string {
  const { regex, prefix } = functionPattern(pattern);
  return text.startsWith(prefix) ? regex.replace(text, replacement) : text;
}
