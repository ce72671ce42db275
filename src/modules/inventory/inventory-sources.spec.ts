import { MemorySharedState } from '../state/adapters/memory.shared-state.js';
import { StateUnavailableError } from '../state/state.errors.js';
import type { SourceIndex } from './index/source-index.js';
import { InventorySources } from './inventory-sources.js';

describe('InventorySources', () => {
  it('start while the shared store is away, and hear of others once it is there', async () => {
    jest.useFakeTimers();
    try {
      const state = new MemorySharedState();
      jest.spyOn(state, 'subscribe').mockRejectedValueOnce(new StateUnavailableError('Redis is away'));
      const source = { start: jest.fn(), stop: jest.fn(), adoptStored: jest.fn(async () => undefined) };
      const sources = new InventorySources([source as unknown as SourceIndex], state);
      await sources.onModuleInit();
      expect(source.start).toHaveBeenCalledTimes(1);
      await jest.advanceTimersByTimeAsync(10_000);
      await state.publish('inventory-refreshed', '');
      expect(source.adoptStored).toHaveBeenCalledTimes(1);
      await sources.beforeApplicationShutdown();
    } finally {
      jest.useRealTimers();
    }
  });
});
