import ssh2 from 'ssh2';
import { newHostKey } from './host-key.js';

describe('newHostKey', () => {
  it('gives a key that ssh2 can read, every time', () => {
    const keys = Array.from({ length: 1_000 }, newHostKey);
    expect(keys.filter((key) => ssh2.utils.parseKey(key) instanceof Error)).toEqual([]);
  });
});
