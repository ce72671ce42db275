import fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/scale.js';
import { AnsiParser } from './ansi-parser.js';
import { TerminalLine } from './terminal-line.js';

function screen(text: string | readonly string[], columns = 80): { committed: string; line: string } {
  let committed = '';
  const line = new TerminalLine(columns, (part) => {
    committed += part;
  });
  const parser = new AnsiParser(line);
  for (const piece of [text].flat()) parser.feed(Buffer.from(piece));
  return { committed, line: line.text };
}

/** What a pager leaves behind when it is erased with `erase`, the text after it following at once. */
function afterPager(erase: string, rest: string): string {
  let committed = '';
  const line = new TerminalLine(80, (part) => {
    committed += part;
  });
  const parser = new AnsiParser(line);
  parser.feed(Buffer.from('first\r\n --More-- '));
  line.markPager(0);
  parser.feed(Buffer.from(erase + rest));
  return committed + line.text;
}

describe('TerminalLine', () => {
  it.each([
    ['keeps plain text', 'ab\ncd', 'ab\ncd'],
    ['turns every kind of line end into one', 'a\r\nb\r\r\nc\n\rd\ne', 'a\nb\nc\nd\ne'],
    ['keeps blanks at both ends of a line', '  a  \r\n\r\n \t b', '  a  \n\n \t b'],
    ['writes over the line after a carriage return', 'abc\rXY', 'XYc'],
    ['moves back by backspaces', 'abc\b\bX', 'aXc'],
    ['does not move back before the start', 'a\b\b\bX', 'X'],
    ['erases to the end of the line', 'abcdef\x1b[3D\x1b[K', 'abc'],
    ['erases the whole line and writes at its start', 'abcdef\x1b[2K\rxy', 'xy'],
    ['erases from the start to the cursor', 'abcd\x1b[2D\x1b[1K', '   d'],
    ['moves right and left', 'ab\x1b[2Ccd\x1b[4DX', 'abX cd'],
    ['goes to a column', 'abcdef\x1b[3GX', 'abXdef'],
    ['goes to the column of a position', 'abc\x1b[24;1Hx', 'xbc'],
    ['deletes characters', 'abcdef\x1b[4D\x1b[2P', 'abef'],
    ['inserts blanks', 'abcd\x1b[2D\x1b[2@XY', 'abXYcd'],
    ['blanks characters', 'abcd\x1b[3D\x1b[2XZ', 'aZ d'],
    ['leaves colours out', '\x1b[1;32mok\x1b[0m\n\x1b[mx', 'ok\nx'],
    ['leaves titles out', '\x1b]0;user@host: ~\x07$ \x1b]2;t\x1b\\x', '$ x'],
    ['leaves private modes, character sets and keypad modes out', '\x1b[?2004h\x1b(B\x1b=\x1b>\x1b[?1049la', 'a'],
    ['leaves bells and padding out', 'a\x07\x00b\x7fc', 'abc'],
    ['goes on after a title without an end', '\x1b]0;title\nnext', '\nnext'],
    ['takes a next-line sequence for a line end', 'a\x1bEb', 'a\nb'],
    ['keeps form feeds', 'a\fb', 'a\fb'],
  ])('%s', (_, text, expected) => {
    const { committed, line } = screen(text);
    expect(committed + line).toBe(expected);
  });

  it('takes colours for the same thing wherever they stand and however they are cut', () => {
    const colours = ['\x1b[1;32m', '\x1b[m', '\x1b', '\x1b[', '\x1b[3', 'm', '\x1b]0;', '\x07', '\x1b\\', '\x1b[K'];
    const piece = fc.constantFrom(...colours, 'text', '\r', '\n', '\b', '1');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        expect(screen(text)).toEqual(screen([...text]));
        expect(screen(text)).toEqual(screen(pieces));
      }),
      propertyRuns(50_000),
    );
  });

  it('goes back to the start of its row, not of the line, in a line that has wrapped', () => {
    expect(screen('0123456789AB\rXY', 10).line).toBe('0123456789XY');
  });

  it('stays in its row at the right margin until a character comes', () => {
    expect(screen('0123456789\rXY', 10).line).toBe('XY23456789');
    expect(screen('0123456789 \rXY', 10).line).toBe('0123456789XY');
  });

  it('moves up within a line that has wrapped', () => {
    expect(screen('0123456789ABC\x1b[AX', 10).line).toBe('012X456789ABC');
  });

  it('gives the start of an overlong line away and keeps the rest', () => {
    const { committed, line } = screen('x'.repeat(100_000));
    expect(line.length).toBeLessThan(20_000);
    expect(committed + line).toBe('x'.repeat(100_000));
  });

  it.each([
    ['backspaces and blanks', `${'\b'.repeat(10)}${' '.repeat(10)}${'\b'.repeat(10)}`],
    ['backspaces short of the text', `${'\b'.repeat(9)}${' '.repeat(8)}${'\b'.repeat(9)}`],
    ['blanks between carriage returns', `\r${' '.repeat(10)}\r`],
    ['more blanks than the pager was long', `\r${' '.repeat(30)}\r`],
    ['an erase sequence', '\r\x1b[K'],
    ['erasing the whole line', '\x1b[2K\r'],
    ['cursor movement and blanks', `\x1b[10D${' '.repeat(10)}\x1b[10D`],
  ])('leaves no trace of a pager erased by %s', (_, erase) => {
    expect(afterPager(erase, 'second\r\nthird')).toBe('first\nsecond\nthird');
    expect(afterPager(erase, '  indented  \r\n')).toBe('first\n  indented  \n');
    expect(afterPager(erase, '\r\nafter a blank line')).toBe('first\n\nafter a blank line');
    expect(afterPager(erase, 'x')).toBe('first\nx');
  });

  it('leaves no trace of a pager that is only written over', () => {
    expect(afterPager('\r', 'ab\r\nc')).toBe('first\nab\nc');
  });
});
