import type { Tally } from '../shared-state.port.js';

/** What the script `TALLY` is given for events. */
export function tallyArguments(events: readonly Tally[]): {
  readonly keys: readonly string[];
  readonly args: readonly (string | number)[];
} {
  const places = new Map<string, number>();
  const placeOf = (key: string): number => {
    const known = places.get(key) ?? places.size + 1;
    places.set(key, known);
    return known;
  };
  const args: (string | number)[] = [events.length];
  for (const { once, onceMs, counters, scores, logs, ttlMs } of events) {
    args.push(placeOf(once), Math.ceil(onceMs), Math.ceil(ttlMs), counters.length, scores.length, logs.length);
    for (const { key, field, by = 1 } of counters) args.push(placeOf(key), field, by);
    for (const score of scores) args.push(placeOf(score.key), score.member, Math.ceil(score.ttlMs ?? ttlMs));
    for (const { key, value, maxEntries } of logs) args.push(placeOf(key), `${Date.now()}:${value}`, maxEntries);
  }
  return { keys: [...places.keys()], args };
}
