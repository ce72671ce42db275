import { ExpiringMap } from '../../../common/expiring-map.js';
import { errorMessage } from '../../../common/tom-error.js';
import type { InventoryProvider } from '../inventory-provider.port.js';
import { InventoryUnavailableError } from '../inventory.errors.js';
import type { InventoryItem } from '../inventory.types.js';

/** Longest wait for the answer to one question. */
const DEADLINE_MS = 15_000;
/** For how long an answer is good that a device is not there, or that the source failed. */
const KEEP_MS = 5_000;
const MOST_KEPT = 10_000;

type Answer = { readonly item: InventoryItem | undefined } | { readonly error: InventoryUnavailableError };

/** Questions for one device each. Those who ask for the same device at the same time share one; so do those who ask soon after. */
export class Questions {
  private readonly open = new Map<string, Promise<Answer>>();
  private readonly kept = new ExpiringMap<Answer>({ maxWeight: MOST_KEPT, weightOf: () => 1 });

  constructor(
    private readonly source: string,
    private readonly provider: InventoryProvider,
  ) {}

  /** The record or its fault; `undefined` when the source has none. Rejects with `InventoryUnavailableError`. */
  async ask(name: string): Promise<InventoryItem | undefined> {
    const answer = this.kept.get(name) ?? (await this.share(name));
    if ('error' in answer) throw answer.error;
    return answer.item;
  }

  /** Forgets answers: the next ones are asked anew. */
  forget(): void {
    for (const name of this.kept.keys()) this.kept.delete(name);
  }

  private share(name: string): Promise<Answer> {
    const open = this.open.get(name) ?? this.put(name);
    this.open.set(name, open);
    return open;
  }

  private async put(name: string): Promise<Answer> {
    try {
      const item = await withDeadline((signal) => this.provider.find(name, signal));
      const answer = { item };
      if (item === undefined) this.kept.set(name, answer, KEEP_MS);
      return answer;
    } catch (error) {
      const answer = { error: this.unavailable(error, name) };
      this.kept.set(name, answer, KEEP_MS);
      return answer;
    } finally {
      this.open.delete(name);
    }
  }

  private unavailable(error: unknown, name: string): InventoryUnavailableError {
    if (error instanceof InventoryUnavailableError) return error;
    return new InventoryUnavailableError(
      `inventory source "${this.source}" could not be asked for device "${name}": ${errorMessage(error)}`,
      { cause: error },
    );
  }
}

/** Gives up waiting at the deadline, also for a source that does not heed the signal. */
async function withDeadline<T>(ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const message = `no answer within ${DEADLINE_MS / 1000} s`;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error(message);
      controller.abort(error);
      reject(error);
    }, DEADLINE_MS).unref();
  });
  try {
    return await Promise.race([ask(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
