import { parseArgs } from 'node:util';
import { errorMessage } from '../common/tom-error.js';
import { describeDifference } from './difference.js';
import { regexCases } from './regex-cases.js';
import { textFsmCases } from './textfsm-cases.js';
import { ttpCases } from './ttp-cases.js';
import type { VectorCase, VectorReader } from './vector.types.js';

const USAGE = 'Usage: npm run conformance -- textfsm|ttp|regex FILE [--templates FILE]';

const LANGUAGES: ReadonlyMap<string, VectorReader> = new Map([
  ['textfsm', textFsmCases],
  ['ttp', ttpCases],
  ['regex', regexCases],
]);

interface Counts {
  passed: number;
  failed: number;
  refused: number;
}

function readCases(args: readonly string[]): VectorCase[] {
  const options = { templates: { type: 'string' } } as const;
  const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options });
  const [language = '', file, ...others] = positionals;
  const reader = LANGUAGES.get(language);
  if (reader === undefined) throw new Error(`"${language}" is no language whose vectors can be run`);
  if (file === undefined || others.length > 0) throw new Error('Exactly one file of vectors must be named');
  return reader(file, values.templates);
}

/** Runs a case, prints what is to be said of it, and counts it. */
function runCase(vector: VectorCase, counts: Counts, print: (line: string) => void): void {
  const fail = (lines: readonly string[]): void => {
    counts.failed++;
    print(`FAIL ${vector.id}`);
    lines.forEach(print);
  };
  try {
    const outcome = vector.run();
    if ('refused' in outcome) {
      counts.refused++;
      print(`REFUSED ${vector.id}`);
      print(`  ${outcome.refused}`);
    } else if (JSON.stringify(outcome.actual) === JSON.stringify(outcome.expected)) counts.passed++;
    else fail(describeDifference(outcome));
  } catch (error) {
    fail([`  ${errorMessage(error)}`]);
  }
}

function describeCounts({ passed, failed, refused }: Counts): string {
  const known = `${passed} passed, ${failed} failed`;
  return refused === 0 ? known : `${known}, ${refused} refused for what they need`;
}

/**
 * Prints each failure with what differs, what was refused and why, and the counts: of each tier where there are any, then of all.
 * Exit code: 0 no failures, 1 failures, 2 usage.
 */
export function runConformance(args: readonly string[], print: (line: string) => void): number {
  let cases: VectorCase[];
  try {
    cases = readCases(args);
  } catch (error) {
    print(errorMessage(error));
    print(USAGE);
    return 2;
  }
  const tiers = new Map<string, Counts>();
  const all: Counts = { passed: 0, failed: 0, refused: 0 };
  for (const vector of cases) {
    const counts: Counts = { passed: 0, failed: 0, refused: 0 };
    runCase(vector, counts, print);
    for (const sum of [all, tierOf(tiers, vector.tier)]) add(sum, counts);
  }
  for (const tier of [...tiers.keys()].sort()) {
    if (tier !== '') print(`${tier}: ${describeCounts(tierOf(tiers, tier))}`);
  }
  print(`${all.passed} passed, ${all.failed} failed`);
  return all.failed === 0 ? 0 : 1;
}

function tierOf(tiers: Map<string, Counts>, tier = ''): Counts {
  const counts = tiers.get(tier) ?? { passed: 0, failed: 0, refused: 0 };
  tiers.set(tier, counts);
  return counts;
}

function add(sum: Counts, { passed, failed, refused }: Counts): void {
  sum.passed += passed;
  sum.failed += failed;
  sum.refused += refused;
}
