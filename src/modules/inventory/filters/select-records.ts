import { createContext, Script, type Context } from 'node:vm';
import { InventoryFilterError } from '../inventory.errors.js';
import type { FoundRecord } from '../inventory.service.js';
import type { RecordTest } from './record-test.js';

const BATCH_RECORDS = 500;
/** Longest time one batch may hold up the process; a batch of a sound filter takes a hundredth of it. */
const BATCH_LIMIT_MS = 100;
/** Longest processor time all batches may take together. */
const TOTAL_LIMIT_MS = 800;

const RUN = new Script('run()');
let context: Context | undefined;

/** Runs with a limit that also ends a regular expression which would go on for ever. False when it was ended. */
function runWithin(limitMs: number, run: () => void): boolean {
  context ??= createContext(Object.create(null) as Context);
  context.run = run;
  try {
    RUN.runInContext(context, { timeout: limitMs });
    return true;
  } catch (error) {
    if (isTimeout(error)) return false;
    throw error;
  } finally {
    context.run = undefined;
  }
}

function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}

function selectBatch(batch: readonly FoundRecord[], isWanted: RecordTest): readonly FoundRecord[] | undefined {
  let selected: readonly FoundRecord[] = [];
  const hasEnded = runWithin(BATCH_LIMIT_MS, () => {
    selected = batch.filter(isWanted);
  });
  return hasEnded ? selected : undefined;
}

/** Milliseconds of work since its start: waiting for the processor is not counted, and neither is what threads do meanwhile. */
function stopwatch(): () => number {
  const [begun, cpu] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return Math.min(performance.now() - begun, (user + system) / 1000);
  };
}

function* batchesOf(records: Iterable<FoundRecord>): Iterable<readonly FoundRecord[]> {
  let batch: FoundRecord[] = [];
  for (const record of records) {
    batch.push(record);
    if (batch.length < BATCH_RECORDS) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/**
 * The records that pass a test, which a caller may have written: other work goes on between batches, and a test that takes too
 * long is given up with `InventoryFilterError`.
 */
export async function selectRecords(records: Iterable<FoundRecord>, isWanted: RecordTest): Promise<FoundRecord[]> {
  const selected: FoundRecord[] = [];
  let spentMs = 0;
  for (const batch of batchesOf(records)) {
    const spent = stopwatch();
    // A second try, since the machine may have been busy with something else.
    const wanted = selectBatch(batch, isWanted) ?? selectBatch(batch, isWanted);
    spentMs += spent();
    if (wanted === undefined || spentMs > TOTAL_LIMIT_MS) {
      throw new InventoryFilterError('the filter takes too long; write its patterns with fewer loops');
    }
    selected.push(...wanted);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return selected;
}
