import { MemorySharedState } from '../../state/adapters/memory.shared-state.js';
import { SharedTable } from './shared-table.js';

describe('SharedTable', () => {
  it('keeps what changes while the table is being read', async () => {
    const state = new MemorySharedState();
    const [one, other] = [new SharedTable<{ n: number }>(state, 'test'), new SharedTable<{ n: number }>(state, 'test')];
    await one.start();
    await one.set('changed', { n: 1 });
    await one.set('gone', { n: 1 });
    const read = state.getFields.bind(state);
    jest.spyOn(state, 'getFields').mockImplementationOnce(async (key) => {
      const fields = await read(key);
      await one.set('changed', { n: 2 });
      await one.set('new', { n: 1 });
      await one.delete('gone');
      return fields;
    });
    await other.start();
    expect(other.entries().sort()).toEqual([
      ['changed', { n: 2 }],
      ['new', { n: 1 }],
    ]);
    await Promise.all([one.stop(), other.stop()]);
  });
});
