import { codePointOffset } from '../../src/modules/parsing/regex/pattern-cursor.js';
import type { RegexMatch } from '../../src/modules/parsing/regex/python-regex.js';
import { PythonRegex } from '../../src/modules/parsing/regex/python-regex.js';
import { PatternSyntaxError } from '../../src/modules/parsing/regex/regex.errors.js';
import { describeWithVectors, readVectors } from '../support/vectors.js';

interface ExpectedMatch {
  readonly span: readonly [number, number];
  readonly groups?: readonly (string | null)[];
  readonly groupdict: Readonly<Record<string, string | null>>;
}

interface Vector {
  readonly id?: string;
  readonly pattern: string;
  readonly flags?: string;
  readonly op: string;
  readonly input: string;
  readonly repl?: string;
  readonly expected?: unknown;
  readonly error?: { readonly msg: string; readonly pos: number | null };
}

const HANDWRITTEN = 'vectors/regex/handwritten.public.jsonl.gz';
const NTC_RULES = 'vectors/regex/ntc_rules.public.jsonl.gz';

function describeMatch(regex: PythonRegex, input: string, match: RegexMatch | null): ExpectedMatch | null {
  if (match === null) {
    return null;
  }
  const groupdict = Object.fromEntries(
    [...regex.groupNames].map(([name, index]) => [name, match.groups[index] ?? null]),
  );
  const span = [codePointOffset(input, match.start), codePointOffset(input, match.end)] as const;
  return { span, groups: match.groups.slice(1), groupdict };
}

function run(regex: PythonRegex, { op, input, repl = '' }: Vector): unknown {
  switch (op) {
    case 'match':
      return describeMatch(regex, input, regex.match(input));
    case 'search':
      return describeMatch(regex, input, regex.search(input));
    case 'finditer':
      return Array.from(regex.matchAll(input), (match) => describeMatch(regex, input, match));
    case 'findall':
      return regex.findAll(input);
    case 'split':
      return regex.split(input);
    case 'sub':
      return regex.replace(input, repl);
    case 'sub1':
      return regex.replace(input, repl, 1);
    default:
      throw new Error(`unknown operation ${op}`);
  }
}

function outcome(vector: Vector): unknown {
  try {
    return { result: run(PythonRegex.compile(vector.pattern, { flags: vector.flags }), vector) };
  } catch (error) {
    if (error instanceof PatternSyntaxError) {
      return { error: { msg: error.reason, pos: error.position } };
    }
    throw error;
  }
}

function expectedOutcome({ expected, error }: Vector): unknown {
  return error === undefined ? { result: expected } : { error };
}

describeWithVectors([HANDWRITTEN], 'handwritten Python patterns', () => {
  it.each(readVectors<Vector>(HANDWRITTEN).map((vector) => [vector.id, vector] as const))(
    'gives what Python gives for %s',
    (_id, vector) => {
      expect(outcome(vector)).toEqual(expectedOutcome(vector));
    },
  );
});

describeWithVectors([NTC_RULES], 'rules of the public templates', () => {
  const vectors = readVectors<Vector>(NTC_RULES);

  /** As a parser uses them: only named captures, one line, ASCII or not. */
  function matchNamed({ pattern, input }: Vector): unknown {
    const all = PythonRegex.compile(pattern);
    const regex = PythonRegex.compile(pattern, { keepGroups: new Set(all.groupNames.keys()), singleLine: true });
    const match = describeMatch(regex, input, regex.match(input));
    return match === null ? null : { span: match.span, groupdict: match.groupdict };
  }

  it(`match what Python matches, with all groups and with named ones only (${vectors.length} cases)`, () => {
    const wrong = vectors.filter((vector) => {
      const all = run(PythonRegex.compile(vector.pattern), vector) as ExpectedMatch | null;
      const complete = all === null ? null : { span: all.span, groupdict: all.groupdict };
      const expected = JSON.stringify(vector.expected);
      return JSON.stringify(complete) !== expected || JSON.stringify(matchNamed(vector)) !== expected;
    });
    expect(wrong).toEqual([]);
  });
});
