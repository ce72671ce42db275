import { PythonRegex } from './python-regex.js';
import { PatternUnsupportedError } from './regex.errors.js';

const NO_GROUPS: ReadonlySet<string> = new Set();

/**
 * Compiles a pattern, with letters of Python's flags, that is matched without a deadline, and without captures. Throws a `PatternError`, also for a pattern that
 * may never come to an end.
 */
export function boundedPattern(pattern: string, flags = ''): PythonRegex {
  const regex = PythonRegex.compile(pattern, { keepGroups: NO_GROUPS, isBounded: true, flags });
  if (!regex.mayNeverEnd) return regex;
  throw new PatternUnsupportedError({
    pattern,
    reason:
      'its loops together may never come to an end; write it without loops in a loop, or with three at most, or without what looks around',
    position: null,
  });
}
