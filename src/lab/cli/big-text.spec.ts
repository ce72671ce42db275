import { bigText, bigWireText } from './big-text.js';

describe('bigText', () => {
  it.each([0, 1, 2, 100, 40_000])('has exactly %d bytes and ends with a line end', (size) => {
    const text = bigText(size);
    expect(text).toHaveLength(size);
    expect(text === '' || text.endsWith('\n')).toBe(true);
    expect(bigWireText(size).replaceAll('\r', '')).toBe(text);
  });
});
