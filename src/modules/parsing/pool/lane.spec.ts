import { Lane } from './lane.js';

const LONG_MS = 60_000;

describe('Lane', () => {
  it('gives its places in the order in which they were asked for', async () => {
    const lane = new Lane(1);
    const place = await lane.enter(LONG_MS);
    const order: string[] = [];
    const others = ['second', 'third'].map(async (name) => {
      const next = await lane.enter(LONG_MS);
      order.push(name);
      next?.leave();
    });
    expect(lane.take()).toBe(false);
    place?.leave();
    await Promise.all(others);
    expect(order).toEqual(['second', 'third']);
    expect(lane.take()).toBe(true);
  });

  it('forgets who has waited long enough', async () => {
    const lane = new Lane(1);
    const place = await lane.enter(LONG_MS);
    expect(await lane.enter(1)).toBeUndefined();
    place?.leave();
    expect(lane.take()).toBe(true);
  });

  it('lets a place be changed for one that is free in another lane', async () => {
    const [quick, slow] = [new Lane(1), new Lane(1)];
    const first = await quick.enter(LONG_MS);
    expect(first?.moveTo(slow)).toBe(true);
    const second = await quick.enter(LONG_MS);
    expect(second?.moveTo(slow)).toBe(false);
    first?.leave();
    expect(second?.moveTo(slow)).toBe(true);
    expect([quick.take(), slow.take()]).toEqual([true, false]);
  });
});
