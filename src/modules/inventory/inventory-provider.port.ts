import type { InventoryItem, NamedFilter } from './inventory.types.js';

/**
 * A source of devices. It keeps nothing: its caller holds the copy that look-ups are answered from, reads the source again
 * in the background, and never calls it more than once at a time for the same thing.
 */
export abstract class InventoryProvider {
  /** What a copy is a copy of: address and filters, never a secret. A copy made under another identity is not used. */
  abstract readonly identity: string;

  /** Fields of the source's records that filters may name, and what each holds. */
  abstract readonly fields: Readonly<Record<string, string>>;

  /** Filters that the source brings. Default: none. */
  readonly filters: Readonly<Record<string, NamedFilter>> = {};

  /** Whether the source is at hand in this process's own file system, so that no copy of it needs to be kept elsewhere. */
  readonly isLocal: boolean = false;

  /**
   * Every record, in the order of the source, page by page. Fails with `InventoryUnavailableError` rather than give a part
   * for the whole. A record that makes no device is given as a fault. May be called again; stops when `signal` aborts.
   */
  abstract list(signal: AbortSignal): AsyncIterable<readonly InventoryItem[]>;

  /**
   * The record of one device, asked of the source itself; `undefined` when it has none of exactly this name. Fails with
   * `InventoryUnavailableError`. May be repeated; gives up when `signal` aborts.
   */
  abstract find(name: string, signal: AbortSignal): Promise<InventoryItem | undefined>;

  /** Begins to call `onChange` whenever `list` would give something else. Default: the source is read at intervals alone. */
  watch(_onChange: () => void): Promise<void> {
    return Promise.resolve();
  }

  /** Ends watching and lets go of connections. The last call. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
