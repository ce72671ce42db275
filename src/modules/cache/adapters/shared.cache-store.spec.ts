import { MemorySharedState } from '../../state/adapters/memory.shared-state.js';
import type { CacheEntry } from '../cache.types.js';
import { SharedCacheStore } from './shared.cache-store.js';

const DEVICE = 'r1:22';

describe('SharedCacheStore', () => {
  let state: MemorySharedState;
  let store: SharedCacheStore;

  beforeEach(() => {
    state = new MemorySharedState();
    store = new SharedCacheStore(state, 'cache', 60_000);
  });

  async function write(command: string): Promise<void> {
    const { epoch } = await store.read(DEVICE, []);
    const entry: CacheEntry = { command, name: 'r1', at: Date.now(), ttlMs: 60_000, epoch, output: 'x' };
    await store.write(DEVICE, [{ field: command, entry, keepMs: 60_000 }]);
  }

  /** Has something come of another process right before the store's next call of a method. */
  function before(method: 'delete' | 'deleteField', act: () => Promise<void>): void {
    const real = state[method].bind(state);
    jest.spyOn(state, method).mockImplementationOnce(async (key: string, field = '') => {
      await act();
      return real(key, field);
    });
  }

  /** Whether all that is given is shown, and none is given once all was dropped. */
  async function expectAllIsListed(...commands: string[]): Promise<void> {
    expect((await store.list()).map(({ command }) => command).sort()).toEqual(commands);
    expect(await store.renewAll()).toBe(commands.length);
    const { entries, epoch } = await store.read(DEVICE, commands);
    expect(entries.filter((entry) => entry?.epoch === epoch)).toEqual([]);
  }

  it.each(['delete', 'deleteField'] as const)(
    'shows and drops what is kept while a device is renewed: %s',
    async (step) => {
      await write('a');
      before(step, () => write('b'));
      await store.renew(DEVICE);
      await expectAllIsListed('b');
    },
  );

  it('shows and drops what is kept while somebody looks', async () => {
    await write('a');
    await state.deleteField(`cache:{${DEVICE}}:list`, 'a');
    await state.delete(`cache:{${DEVICE}}:a`);
    before('deleteField', () => write('b'));
    await store.list();
    await expectAllIsListed('b');
  });
});
