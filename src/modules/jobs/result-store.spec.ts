import { MemorySharedState } from '../state/adapters/memory.shared-state.js';
import { ResultStore } from './result-store.js';

describe('ResultStore', () => {
  const state = new MemorySharedState();
  const results = new ResultStore(state, 60_000);

  it('gives back what was put', async () => {
    const result = { outputs: [{ command: 'show version', output: 'Größe: 1\n\u0000\u{1f600}' }] };
    await results.put('small', result);
    expect(await results.get('small')).toEqual(result);
  });

  it('gives back a large result that it stores compressed', async () => {
    const result = { outputs: [{ command: 'show tech', output: 'interface Ethernet0/0\n'.repeat(250_000) }] };
    await results.put('large', result);
    expect((await state.get('result:large'))?.length).toBeLessThan(1_000_000);
    expect(await results.get('large')).toEqual(result);
  });

  it('stores a small result as it is', async () => {
    await results.put('plain', { outputs: [] });
    expect((await state.get('result:plain'))?.toString()).toBe('{"outputs":[]}');
  });

  it('knows nothing of a job without a result', async () => {
    expect(await results.get('none')).toBeUndefined();
  });
});
