import { AnsiParser } from './ansi-parser.js';

function printed(...chunks: readonly string[]): string {
  let text = '';
  const nothing = (): void => undefined;
  const target = { print: (part: string) => (text += part), carriageReturn: nothing, backspace: nothing };
  const parser = new AnsiParser({ ...target, control: nothing });
  for (const chunk of chunks) parser.feed(Buffer.from(chunk));
  return text;
}

describe('AnsiParser', () => {
  it.each([
    ['a character set', 'a\x1b(Bb', 'ab'],
    ['one that a line end cuts short', 'a\x1b#\r\nb', 'a\nb'],
    ['one whose colour is cut short by a line end', 'a\x1b[3\r\nb', 'a\nb'],
    ['a title that a line end cuts short', 'a\x1b]0;title\r\nb', 'a\nb'],
    ['a lone escape before a line end', 'a\x1b\r\nb', 'a\nb'],
  ])('takes %s out of the text wherever it is cut', (_, text, expected) => {
    expect(printed(text)).toBe(expected);
    for (let at = 1; at < text.length; at++) expect(printed(text.slice(0, at), text.slice(at))).toBe(expected);
  });
});
