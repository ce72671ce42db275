import { SourceIndex, type SourceIndexOptions } from '../../src/modules/inventory/index/source-index.js';
import type { InventoryProvider } from '../../src/modules/inventory/inventory-provider.port.js';
import { InventorySources } from '../../src/modules/inventory/inventory-sources.js';
import { InventoryService } from '../../src/modules/inventory/inventory.service.js';
import { MemorySharedState } from '../../src/modules/state/adapters/memory.shared-state.js';
import type { SharedState } from '../../src/modules/state/shared-state.port.js';

/** An inventory of these sources, by their names, that is read once and then when a test says so. */
export class TestInventory {
  readonly sources: InventorySources;
  readonly service: InventoryService;

  constructor(
    providers: Readonly<Record<string, InventoryProvider>>,
    options: Partial<SourceIndexOptions> = {},
    state: SharedState = new MemorySharedState(),
  ) {
    const all = Object.entries(providers).map(
      ([name, provider]) => new SourceIndex({ name, provider, ttlMs: 3_600_000, maxStaleMs: 3_600_000, ...options }),
    );
    this.sources = new InventorySources(all, state);
    this.service = new InventoryService(this.sources);
  }

  start(): Promise<void> {
    return this.sources.onModuleInit();
  }

  stop(): Promise<void> {
    return this.sources.beforeApplicationShutdown();
  }

  /** Host of a device; `undefined` for one that cannot be had, for whatever reason. */
  async hostOf(name: string): Promise<string | undefined> {
    return this.service.getDevice(name).then(
      ({ host }) => host,
      () => undefined,
    );
  }
}
