/** Size of fuzz, chaos and soak tests against their full size: 1 with `npm run test:full`, a tenth otherwise. */
const SCALE = Number(process.env.TOM_TEST_SCALE ?? '0.1');

const SEED = Number(process.env.TOM_TEST_SEED ?? Date.now() % 2_147_483_647);

/** How many of a full-size test's `count` rounds are run here; at least one. */
export function scaled(count: number): number {
  return Math.max(1, Math.round(count * SCALE));
}

/** Parameters for fast-check: scaled rounds, and a seed that is printed; `TOM_TEST_SEED` repeats a run. */
export function propertyRuns(fullCount: number): { numRuns: number; seed: number } {
  const numRuns = scaled(fullCount);
  process.stdout.write(`property: ${numRuns} runs, TOM_TEST_SEED=${SEED}\n`);
  return { numRuns, seed: SEED };
}
