import type { BeforeApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { SharedState } from '../state/shared-state.port.js';
import type { SourceIndex } from './index/source-index.js';

/** Told when a source was read because somebody asked for it: the other controllers take the new copy. */
const CHANNEL = 'inventory-refreshed';

/** The inventory sources in use, the one that is asked first in front. */
export class InventorySources implements OnModuleInit, BeforeApplicationShutdown {
  private unsubscribe: (() => Promise<void>) | undefined;

  constructor(
    readonly all: readonly SourceIndex[],
    private readonly state: SharedState,
  ) {}

  async onModuleInit(): Promise<void> {
    this.unsubscribe = await this.state.subscribe(CHANNEL, () => {
      for (const source of this.all) void source.adoptStored();
    });
    await Promise.all(this.all.map((source) => source.start()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.unsubscribe?.(), ...this.all.map((source) => source.stop())]);
  }

  /** Reads all sources now. Never rejects on account of a source. */
  async refresh(): Promise<void> {
    await Promise.all(this.all.map((source) => source.refresh()));
    await this.state.publish(CHANNEL, '');
  }
}
