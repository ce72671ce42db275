import ssh2 from 'ssh2';
import { hostKeyOf } from './host-key.js';

describe('hostKeyOf', () => {
  it('gives a key that ssh2 can read, for every text', () => {
    const keys = Array.from({ length: 1_000 }, (_, index) => hostKeyOf(`device ${index}`));
    expect(keys.filter((key) => ssh2.utils.parseKey(key) instanceof Error)).toEqual([]);
    expect(new Set(keys).size).toBe(1_000);
  });

  it('gives the same key each time', () => {
    expect(hostKeyOf('lab')).toBe(hostKeyOf('lab'));
  });
});
