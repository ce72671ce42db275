import { MemoryCacheStore } from '../../src/modules/cache/adapters/memory.cache-store.js';
import type { CacheEntry } from '../../src/modules/cache/cache.types.js';
import { itKeepsTheCacheStoreContract } from './cache-store.contract.js';

function entry(output: string): CacheEntry {
  return { command: 'show a', name: null, at: Date.now(), ttlMs: 60_000, epoch: '', output };
}

describe('MemoryCacheStore', () => {
  const store = new MemoryCacheStore(10_000_000);
  itKeepsTheCacheStoreContract(() => store);

  it('drops what was not used for longest when it grows too large', async () => {
    const small = new MemoryCacheStore(5_000);
    const write = (field: string): Promise<void> =>
      small.write('h:22', [{ field, entry: entry('x'.repeat(900)), keepMs: 60_000 }]);
    await write('a');
    await write('b');
    await small.read('h:22', ['a']);
    await write('c');
    const { entries } = await small.read('h:22', ['a', 'b', 'c']);
    expect(entries.map((one) => one !== undefined)).toEqual([true, false, true]);
    expect(small.bytes).toBeLessThanOrEqual(5_000);
  });

  it('does not keep what is larger than all it may take', async () => {
    const small = new MemoryCacheStore(5_000);
    await small.write('h:22', [{ field: 'a', entry: entry('x'), keepMs: 60_000 }]);
    await small.write('h:22', [{ field: 'b', entry: entry('x'.repeat(5_000)), keepMs: 60_000 }]);
    const { entries } = await small.read('h:22', ['a', 'b']);
    expect(entries.map((one) => one !== undefined)).toEqual([true, false]);
  });
});
