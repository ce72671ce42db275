import { reprDictionary, reprList, reprString } from './python-repr.js';

describe('Python repr', () => {
  it.each([
    ['plain', "'plain'"],
    ["it's", '"it\'s"'],
    ['\'"', "'\\'\"'"],
    ['a\\\n\t\x07é\u2028\ue000😀', "'a\\\\\\n\\t\\x07é\\u2028\\ue000😀'"],
  ])('of %j', (text, expected) => {
    expect(reprString(text)).toBe(expected);
  });

  it('of lists and dictionaries', () => {
    expect(reprList(['a', "b'"])).toBe("['a', \"b'\"]");
    expect(reprDictionary({ k: 'a', v: null })).toBe("{'k': 'a', 'v': None}");
  });
});
