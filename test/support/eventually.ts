import { setTimeout as delay } from 'node:timers/promises';

/** How long a condition may take to hold before the test fails. */
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 10;

/** Resolves with the first value that is not `undefined` and not false; looks again and again until then. */
export async function eventually<T>(
  look: () => Promise<T> | T,
  patienceMs = PATIENCE_MS,
): Promise<Exclude<T, undefined | false>> {
  const endsAt = Date.now() + patienceMs;
  for (;;) {
    const value = await look();
    if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>;
    if (Date.now() > endsAt) throw new Error('the condition did not come to hold in time');
    await delay(LOOK_EVERY_MS);
  }
}
