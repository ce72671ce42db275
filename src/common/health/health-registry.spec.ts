import { HealthRegistry } from './health-registry.js';

describe('HealthRegistry', () => {
  it('asks every part', async () => {
    const registry = new HealthRegistry();
    registry.register('a', () => ({ ok: true }));
    registry.register('b', async () => ({ ok: true, degraded: true, reason: 'old' }));
    expect(await registry.check()).toEqual({ a: { ok: true }, b: { ok: true, degraded: true, reason: 'old' } });
  });

  it('takes a check that throws for a part that is not well', async () => {
    const registry = new HealthRegistry();
    registry.register('a', () => {
      throw new Error('broken');
    });
    registry.register('b', async () => Promise.reject(new Error('gone')));
    expect(await registry.check()).toEqual({ a: { ok: false, reason: 'broken' }, b: { ok: false, reason: 'gone' } });
  });

  it('says which check gave no answer in time', async () => {
    const registry = new HealthRegistry(20);
    registry.register('store', () => new Promise(() => undefined));
    expect(await registry.check()).toEqual({
      store: { ok: false, reason: 'the check of store gave no answer within 0.02 s' },
    });
  });
});
