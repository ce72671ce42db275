import type { BeforeApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { SharedState } from '../state/shared-state.port.js';
import type { SourceIndex } from './index/source-index.js';

/** Told when a source was read because somebody asked for it: the other controllers take the new copy. */
const CHANNEL = 'inventory-refreshed';
/** How often a controller without Redis tries to hear of that. */
const LISTEN_AGAIN_MS = 5_000;

/** The inventory sources in use, the one that is asked first in front. */
export class InventorySources implements OnModuleInit, BeforeApplicationShutdown {
  private unsubscribe: (() => Promise<void>) | undefined;
  private retry: NodeJS.Timeout | undefined;

  constructor(
    readonly all: readonly SourceIndex[],
    private readonly state: SharedState,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.listen();
    await Promise.all(this.all.map((source) => source.start()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.retry);
    await Promise.all([this.unsubscribe?.(), ...this.all.map((source) => source.stop())]);
  }

  /** Reads all sources now. Never rejects on account of a source. */
  async refresh(): Promise<void> {
    await Promise.all(this.all.map((source) => source.refresh()));
    await this.state.publish(CHANNEL, '');
  }

  private async listen(): Promise<void> {
    try {
      this.unsubscribe = await this.state.subscribe(CHANNEL, () => {
        for (const source of this.all) void source.adoptStored();
      });
    } catch {
      // The store is away, and says so itself.
      this.retry = setTimeout(() => void this.listen(), LISTEN_AGAIN_MS).unref();
    }
  }
}
