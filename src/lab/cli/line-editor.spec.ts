import { LineEditor } from './line-editor.js';

/** What a terminal shows after these texts: a line of cells, with the cursor moved by `\b`. */
function screen(...texts: string[]): string {
  const cells: string[] = [];
  let column = 0;
  for (const character of texts.join('')) {
    if (character === '\b') column--;
    else cells[column++] = character;
  }
  return cells.join('').trimEnd();
}

describe('LineEditor', () => {
  it('wraps as bash does', () => {
    const editor = new LineEditor({ longLines: 'wrap', width: () => 10, promptWidth: 2 });
    expect(editor.insert('12345678')).toBe('12345678 \r');
    expect(editor.insert('9'.repeat(11))).toBe(`${'9'.repeat(10)} \r9`);
    expect(editor.text).toBe(`12345678${'9'.repeat(11)}`);
  });

  it('scrolls to the left by ten and marks it with a dollar sign', () => {
    const editor = new LineEditor({ longLines: 'scroll', width: () => 20, promptWidth: 3 });
    const first = editor.insert('abcdefghijklmnop');
    expect(screen(first)).toBe('abcdefghijklmnop');
    const second = editor.insert('q');
    expect(screen(first, second)).toBe('$lmnopq');
    expect(screen(first, second, editor.insert('rst'))).toBe('$lmnopqrst');
    expect(editor.text).toBe('abcdefghijklmnopqrst');
    expect(screen(first, second, 'rst', editor.eraseAll())).toBe('');
    expect(editor.text).toBe('');
  });

  it('leaves long lines to the terminal where it is plain or the width is unlimited', () => {
    const text = 'x'.repeat(300);
    expect(new LineEditor({ longLines: 'plain', width: () => 80, promptWidth: 3 }).insert(text)).toBe(text);
    expect(new LineEditor({ longLines: 'scroll', width: () => 0, promptWidth: 3 }).insert(text)).toBe(text);
  });

  it('erases nothing from an empty line', () => {
    const editor = new LineEditor({ longLines: 'plain', width: () => 80, promptWidth: 3 });
    expect(editor.eraseLast() + editor.eraseAll()).toBe('');
  });
});
