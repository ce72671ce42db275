import { Pager } from './pager.js';

const OUTPUT = ['one', 'two', 'three', 'four', 'five'].map((line) => `${line}\r\n`).join('');

describe('a pager', () => {
  it('shows a page at a space, a line at Enter, and is left at the end', () => {
    const pager = new Pager(OUTPUT, 2);
    expect(pager.nextPage()).toEqual({ shown: 'one\r\ntwo\r\n', isAtEnd: false, isLeft: false });
    expect(pager.press('\r')).toEqual({ shown: 'three\r\n', isAtEnd: false, isLeft: false });
    expect(pager.press(' ')).toEqual({ shown: 'four\r\nfive\r\n', isAtEnd: true, isLeft: false });
    expect(pager.press(' ')).toEqual({ shown: '', isAtEnd: true, isLeft: false });
  });

  it.each(['q', 'Q', '\x03'])('is left at %j, wherever it stands', (key) => {
    const pager = new Pager(OUTPUT, 2);
    pager.nextPage();
    expect(pager.press(key)).toEqual({ shown: '', isAtEnd: true, isLeft: true });
    const atEnd = new Pager(OUTPUT, 9);
    atEnd.nextPage();
    expect(atEnd.press(key)).toMatchObject({ isAtEnd: true, isLeft: true });
  });

  it('is left at any other key, unless any key shows the next page', () => {
    expect(new Pager(OUTPUT, 2).press('x')).toEqual({ shown: '', isAtEnd: true, isLeft: true });
    const pager = new Pager(OUTPUT, 2, true);
    expect(pager.press('x').shown).toBe('one\r\ntwo\r\n');
    expect(pager.press('\r').shown).toBe('three\r\nfour\r\n');
    expect(pager.press('q').isLeft).toBe(true);
  });

  it('says where it stands', () => {
    const pager = new Pager(OUTPUT, 2);
    pager.nextPage();
    expect(Object.fromEntries(pager.position)).toEqual({ percent: '40', first: '1', last: '2' });
    pager.nextPage();
    expect(Object.fromEntries(pager.position)).toEqual({ percent: '80', first: '3', last: '4' });
  });
});
