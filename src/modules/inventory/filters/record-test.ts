import { didYouMean } from '../../../common/nearest-names.js';
import { boundedPattern } from '../../parsing/regex/bounded-pattern.js';
import { PatternError } from '../../parsing/regex/regex.errors.js';
import type { PythonRegex } from '../../parsing/regex/python-regex.js';
import { InventoryFilterError } from '../inventory.errors.js';
import type { FoundRecord } from '../inventory.service.js';
import type { FilterPatterns } from '../inventory.types.js';
import { COMMON_FIELDS, readerOf } from './record-fields.js';
import { textOf } from './text-of.js';

/** Whether a record is wanted. */
export type RecordTest = (found: FoundRecord) => boolean;

const MOST_CHARACTERS = 500;

function compile(field: string, pattern: string): PythonRegex {
  if (pattern.length > MOST_CHARACTERS) {
    throw new InventoryFilterError(`the pattern for ${field} is longer than ${MOST_CHARACTERS} characters`);
  }
  try {
    return boundedPattern(pattern, 'i');
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new InventoryFilterError(`the pattern for ${field} cannot be used: ${error.message}`, { cause: error });
  }
}

function refuseUnknown(field: string, known: readonly string[]): void {
  if (known.includes(field)) return;
  const hint = didYouMean(field, known);
  throw new InventoryFilterError(`unknown field "${field}"${hint}; there is ${known.join(', ')}`);
}

/**
 * A test by regular expressions (Python's, searched for anywhere, upper and lower case are one); every field must match. Throws
 * `InventoryFilterError`.
 */
export function patternTest(patterns: FilterPatterns, known: readonly string[]): RecordTest {
  const conditions = Object.entries(patterns).map(([field, pattern]) => {
    refuseUnknown(field, known);
    return { read: readerOf(field), regex: compile(field, pattern) };
  });
  return (found) => conditions.every(({ read, regex }) => regex.search(textOf(read(found))) !== null);
}

const SEARCHED = Object.keys(COMMON_FIELDS).map(readerOf);

/** A test for a text, anywhere in the fields of a record; upper and lower case are one. */
export function textTest(wanted: string): RecordTest {
  const lower = wanted.toLowerCase();
  const has = (value: unknown): boolean => textOf(value).toLowerCase().includes(lower);
  return (found) => SEARCHED.some((read) => has(read(found))) || Object.values(found.record.fields).some(has);
}
