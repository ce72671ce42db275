import fc from 'fast-check';
import { OutputBuffer } from './output-buffer.js';

describe('OutputBuffer', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 50 }),
    fc.nat(90_000).map((length) => 'ä'.repeat(length)),
    fc.nat(90_000).map((length) => '接'.repeat(length)),
  );

  it('gives what was put in, and its end', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.integer({ min: 1, max: 5000 }), (pieces, length) => {
        const buffer = new OutputBuffer();
        let text = '';
        for (const one of pieces) {
          buffer.append(one);
          text += one;
          expect(buffer.tail(length)).toBe(text.slice(-length));
        }
        expect(buffer.toString()).toBe(text);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps what it has when a character comes that takes more room', () => {
    const buffer = new OutputBuffer();
    const narrow = 'Größe '.repeat(20_000);
    for (const text of [narrow, '接口 😀', narrow]) buffer.append(text);
    expect(buffer.tail(narrow.length + 5)).toBe(`接口 😀${narrow}`);
    expect(buffer.toString()).toBe(`${narrow}接口 😀${narrow}`);
  });

  it('keeps the end when it is shortened', () => {
    const buffer = new OutputBuffer();
    for (let line = 0; line < 50_000; line++) buffer.append(`line ${line}\n`);
    buffer.shortenTo(12);
    buffer.append('end');
    expect(buffer.toString()).toBe('\nline 49999\nend');
  });

  it('starts anew when it is cleared', () => {
    const buffer = new OutputBuffer();
    buffer.append('x'.repeat(200_000));
    buffer.clear();
    buffer.append('y');
    expect(buffer.toString()).toBe('y');
  });
});
