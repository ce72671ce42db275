import fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/scale.js';
import { Utf8Stream } from './utf8-stream.js';

/** Pieces of bytes that are cut at the given places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

const anyBytes = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => new Uint8Array(Buffer.from(text))),
  fc.uint8Array({ maxLength: 40 }),
);

describe('a stream of UTF-8', () => {
  it('is the same text wherever it is cut', () => {
    fc.assert(
      fc.property(anyBytes, fc.array(fc.nat()), (bytes, places) => {
        const stream = new Utf8Stream();
        const text = cut(bytes, places)
          .map((piece) => stream.write(piece))
          .join('');
        const whole = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: true });
        expect(text).toBe(whole);
      }),
      propertyRuns(20_000),
    );
  });

  it('goes on after a character that was given up', () => {
    const stream = new Utf8Stream();
    expect(stream.write(Uint8Array.of(0x41, 0xe6, 0x8e))).toBe('A');
    stream.reset();
    expect(stream.write(Buffer.from('r1#'))).toBe('r1#');
  });
});
