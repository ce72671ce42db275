import { inTime } from '../../../common/in-time.js';
import type { InventoryProvider } from '../inventory-provider.port.js';
import { InventoryUnavailableError } from '../inventory.errors.js';
import { CopyBuilder } from './copy-builder.js';
import type { SourceCopy } from './source-copy.js';

/** Longest wait for the next page of a source. */
const PAGE_DEADLINE_MS = 300_000;

/** Reads all of a source. Rejects as `list` does, and when a page does not come; `signal` ends it early. */
export async function readSource(
  source: string,
  provider: InventoryProvider,
  previous: SourceCopy | undefined,
  signal: AbortSignal,
): Promise<SourceCopy> {
  const abort = new AbortController();
  const builder = new CopyBuilder(Date.now());
  const pages = provider.list(AbortSignal.any([signal, abort.signal]))[Symbol.asyncIterator]();
  const late = (): Error =>
    new InventoryUnavailableError(`inventory source "${source}" gave no page within ${PAGE_DEADLINE_MS / 1000} s`);
  try {
    for (;;) {
      const page = await inTime(PAGE_DEADLINE_MS, pages.next(), late);
      if (page.done === true) return builder.finish(previous);
      builder.add(page.value);
    }
  } catch (error) {
    abort.abort(error);
    throw error;
  }
}
