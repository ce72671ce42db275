import fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/scale.js';
import { ColourFilter } from './colour-filter.js';

function filtered(...chunks: readonly string[]): string {
  const filter = new ColourFilter();
  return chunks.map((chunk) => Buffer.from(filter.write(Buffer.from(chunk, 'latin1'))).toString('latin1')).join('');
}

const piece = fc.constantFrom('up', '\r\n', '\x1b[0m', '\x1b[1;32m', '\x1b[m', 'ä', '接口', '[', '0', ';', 'm', '\r');

describe('ColourFilter', () => {
  it('takes colours out wherever they are cut', () => {
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat()), (pieces, places) => {
        const text = Buffer.from(`${pieces.join('')}.`).toString('latin1');
        const ends = [...places.map((place) => place % text.length), text.length].sort((a, b) => a - b);
        const chunks = ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
        expect(filtered(...chunks).replace(/\x1b\[[\d;]*m/g, '')).toBe(text.replace(/\x1b\[[\d;]*m/g, ''));
      }),
      propertyRuns(5_000),
    );
    expect(filtered('\x1b[31mup\x1b', '[', '0', 'm, \x1b[', '1m.')).toBe('up, .');
  });

  it.each([
    ['another sequence', ['\x1b[0mup\x1b[K']],
    ['a title that holds one', ['\x1b]0;\x1b[0m\x07']],
    ['a colour that never ends', [`a\x1b[${'1;'.repeat(64)}`]],
    ['a colour inside of a character', ['\xe6\x8e\x1b[0m\xa5']],
    ['a colour between a character that may be cut off and its end', ['\xe6\x8e\x1b[0m', '\xa5']],
    ['the start of a colour behind a character that may be cut off', ['\xe6\x8e\x1b[']],
    ['the start of a colour alone', ['\xe6\x8e', '\x1b[3']],
  ])('gives a chunk with %s back as it is', (_, chunks) => {
    expect(filtered(...chunks)).toBe(chunks.join(''));
  });

  it('goes on after a sequence that was given up', () => {
    const filter = new ColourFilter();
    expect(filter.write(Buffer.from('a\x1b[3'))).toEqual(Buffer.from('a'));
    filter.reset();
    expect(filter.write(Buffer.from('1m'))).toEqual(Buffer.from('1m'));
  });
});
