import { Metrics } from './metrics.js';

describe('Metrics', () => {
  it('gives the same metric to whoever describes it again', async () => {
    const metrics = new Metrics();
    metrics.counter({ name: 'tom_things_total', help: 'Things.' }).inc();
    metrics.counter({ name: 'tom_things_total', help: 'Things.' }).inc(2);
    expect(await metrics.text()).toContain('tom_things_total 3');
  });

  it('asks for a gauge right before it is read', async () => {
    const metrics = new Metrics();
    let size = 1;
    metrics.gauge({
      name: 'tom_size',
      help: 'Size.',
      labels: ['of'],
      collect: (gauge) => gauge.set({ of: 'a' }, size),
    });
    size = 5;
    expect(await metrics.text()).toContain('tom_size{of="a"} 5');
  });

  it('has buckets from a millisecond to minutes for durations', async () => {
    const metrics = new Metrics();
    metrics.histogram({ name: 'tom_wait_seconds', help: 'Wait.' }).observe(0.002);
    const text = await metrics.text();
    expect(text).toContain('tom_wait_seconds_bucket{le="0.001"} 0');
    expect(text).toContain('tom_wait_seconds_bucket{le="0.0025"} 1');
    expect(text).toContain('tom_wait_seconds_bucket{le="300"} 1');
  });

  it('shares nothing with another one', async () => {
    new Metrics().counter({ name: 'tom_things_total', help: 'Things.' }).inc();
    expect(await new Metrics().text()).not.toContain('tom_things_total');
  });
});
