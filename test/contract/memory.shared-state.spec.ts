import { MemorySharedState } from '../../src/modules/state/adapters/memory.shared-state.js';
import { itKeepsTheSharedStateContract } from './shared-state.contract.js';

describe('MemorySharedState', () => {
  const state = new MemorySharedState();
  itKeepsTheSharedStateContract(() => state);

  it('drops the oldest values with an end when they grow too many', async () => {
    const small = new MemorySharedState(10);
    await small.set('kept', Buffer.alloc(100));
    await small.set('old', Buffer.alloc(6), 60_000);
    await small.set('new', Buffer.alloc(6), 60_000);
    expect(await small.get('old')).toBeUndefined();
    expect(await small.get('new')).toHaveLength(6);
    expect(await small.get('kept')).toHaveLength(100);
  });
});
