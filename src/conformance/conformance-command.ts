import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { errorMessage } from '../common/tom-error.js';
import { describeDifference } from './difference.js';
import { TextFsmCases, type TextFsmCase } from './textfsm-case.js';
import { runTextFsmRule } from './textfsm-outcome.js';
import type { TextFsmVector } from './textfsm-vector.types.js';
import { readRecords, readText } from './vector-file.js';
import type { VectorOutcome } from './vector.types.js';

const USAGE = 'Usage: npm run conformance -- textfsm FILE [--templates FILE]';

/** The templates that lie beside the recorded cases. */
const DEFAULT_TEMPLATES = 'templates.public.json.gz';

type Vector = TextFsmVector | TextFsmCase;

interface Input {
  readonly vectors: readonly Vector[];
  readonly cases: TextFsmCases;
}

function readInput(args: readonly string[]): Input {
  const options = { templates: { type: 'string' } } as const;
  const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [language, file, ...others] = positionals;
  if (language !== 'textfsm') throw new Error(`"${language ?? ''}" is no language whose vectors can be run`);
  if (file === undefined || others.length > 0) throw new Error('Exactly one file of vectors must be named');
  return { vectors: readRecords<Vector>(file), cases: new TextFsmCases(readTemplates(file, values.templates)) };
}

function readTemplates(file: string, named: string | undefined): Record<string, string> {
  const beside = join(dirname(file), DEFAULT_TEMPLATES);
  return named === undefined && !existsSync(beside)
    ? {}
    : (JSON.parse(readText(named ?? beside)) as Record<string, string>);
}

function isRule(vector: Vector): vector is TextFsmVector {
  return 'kind' in vector;
}

/** To the letter, the order of the fields included. */
function isSame({ expected, actual }: VectorOutcome): boolean {
  return JSON.stringify(actual) === JSON.stringify(expected);
}

/** Prints each failure with what differs, and the counts. Exit code: 0 all passed, 1 failures, 2 usage. */
export function runConformance(args: readonly string[], print: (line: string) => void): number {
  let input: Input;
  try {
    input = readInput(args);
  } catch (error) {
    print(errorMessage(error));
    print(USAGE);
    return 2;
  }
  const { vectors, cases } = input;
  let failed = 0;
  for (const vector of vectors) {
    const failure = failureOf(vector, cases);
    if (failure === undefined) continue;
    failed++;
    print(`FAIL ${vector.id}`);
    failure.forEach(print);
  }
  print(`${vectors.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

function failureOf(vector: Vector, cases: TextFsmCases): string[] | undefined {
  try {
    const outcome = isRule(vector) ? runTextFsmRule(vector) : cases.run(vector);
    return isSame(outcome) ? undefined : describeDifference(outcome);
  } catch (error) {
    return [`  ${errorMessage(error)}`];
  }
}
