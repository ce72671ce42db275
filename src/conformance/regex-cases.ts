import { codePointOffset } from '../modules/parsing/regex/pattern-cursor.js';
import { PythonRegex, type RegexMatch } from '../modules/parsing/regex/python-regex.js';
import { PatternSyntaxError } from '../modules/parsing/regex/regex.errors.js';
import { readRecords } from './vector-file.js';
import type { VectorCase, VectorOutcome } from './vector.types.js';

/** A pattern, what it is used for, and what Python gives. */
export interface RegexVector {
  readonly id?: string;
  readonly pattern: string;
  readonly flags?: string;
  readonly op: string;
  readonly input: string;
  readonly repl?: string;
  readonly expected?: unknown;
  readonly error?: { readonly msg: string; readonly pos: number | null };
}

interface MatchRecord {
  readonly span: readonly [number, number];
  readonly groups?: readonly (string | null)[];
  readonly groupdict: Readonly<Record<string, string | null>>;
}

type Operation = (regex: PythonRegex, vector: RegexVector) => unknown;

/** Some vectors record the groups by their numbers as well. */
function hasGroups({ expected }: RegexVector): boolean {
  const [match] = Array.isArray(expected) ? (expected as unknown[]) : [expected];
  return typeof match === 'object' && match !== null && 'groups' in match;
}

function describeMatch(regex: PythonRegex, vector: RegexVector, match: RegexMatch | null): MatchRecord | null {
  if (match === null) return null;
  const { input } = vector;
  const groupdict = Object.fromEntries(
    [...regex.groupNames].map(([name, index]) => [name, match.groups[index] ?? null]),
  );
  const span = [codePointOffset(input, match.start), codePointOffset(input, match.end)] as const;
  return hasGroups(vector) ? { span, groups: match.groups.slice(1), groupdict } : { span, groupdict };
}

const OPERATIONS: Readonly<Partial<Record<string, Operation>>> = {
  match: (regex, vector) => describeMatch(regex, vector, regex.match(vector.input)),
  search: (regex, vector) => describeMatch(regex, vector, regex.search(vector.input)),
  finditer: (regex, vector) => Array.from(regex.matchAll(vector.input), (match) => describeMatch(regex, vector, match)),
  findall: (regex, { input }) => regex.findAll(input),
  split: (regex, { input }) => regex.split(input),
  sub: (regex, { input, repl = '' }) => regex.replace(input, repl),
  sub1: (regex, { input, repl = '' }) => regex.replace(input, repl, 1),
};

function resultOf(vector: RegexVector, keepGroups: 'all' | 'named'): unknown {
  const { pattern, flags, op } = vector;
  const operation = Object.hasOwn(OPERATIONS, op) ? OPERATIONS[op] : undefined;
  if (operation === undefined) throw new Error(`unknown operation "${op}"`);
  try {
    const isLine = !vector.input.includes('\n');
    const options = keepGroups === 'named' ? { keepGroups, singleLine: isLine } : {};
    return { result: operation(PythonRegex.compile(pattern, { flags, ...options }), vector) };
  } catch (error) {
    if (!(error instanceof PatternSyntaxError)) throw error;
    return { error: { msg: error.reason, pos: error.position } };
  }
}

/** What gives matches; the others give groups. */
const MATCHES = ['match', 'search', 'finditer'];

/** Runs a vector with all groups and, where groups have no part in what it records, as templates do: with named ones only. */
export function runRegex(vector: RegexVector): VectorOutcome {
  const { error, expected } = vector;
  const wanted = error === undefined ? { result: expected } : { error };
  const all = resultOf(vector, 'all');
  if (hasGroups(vector) || !MATCHES.includes(vector.op)) return { expected: wanted, actual: all };
  return { expected: [wanted, wanted], actual: [all, resultOf(vector, 'named')] };
}

/** The case of the record at `index` (from 0) of a file. */
export function regexCase(vector: RegexVector, index: number): VectorCase {
  return { id: vector.id ?? `line ${index + 1}: ${vector.pattern}`, run: () => runRegex(vector) };
}

/** The cases of a file of patterns. */
export function regexCases(file: string): VectorCase[] {
  return readRecords<RegexVector>(file).map(regexCase);
}
