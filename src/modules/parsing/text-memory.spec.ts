import { TextMemory } from './text-memory.js';

describe('TextMemory', () => {
  it('remembers as many texts as it has room for, then begins anew', () => {
    const memory = new TextMemory<number>(2);
    memory.keep('a', 1);
    memory.keep('b', 2);
    expect([memory.find('a'), memory.find('b')]).toEqual([1, 2]);
    memory.keep('c', 3);
    expect([memory.find('a'), memory.find('b'), memory.find('c')]).toEqual([undefined, undefined, 3]);
  });

  it('does not hold on to long texts', () => {
    const memory = new TextMemory<number>(2);
    const [longest, tooLong] = ['x'.repeat(4_096), 'x'.repeat(4_097)];
    expect([memory.keep(longest, 1), memory.keep(tooLong, 2)]).toEqual([1, 2]);
    expect([memory.find(longest), memory.find(tooLong)]).toEqual([1, undefined]);
  });
});
