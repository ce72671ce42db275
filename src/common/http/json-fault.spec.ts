import { jsonFault } from './json-fault.js';

describe('jsonFault', () => {
  it.each([
    ['{bad json', ['body', 1], 'Expecting property name enclosed in double quotes'],
    ['{"a":1,}', ['body', 7], 'Expecting property name enclosed in double quotes'],
    ['{"a" 1}', ['body', 5], "Expecting ':' delimiter"],
    ['[1 2]', ['body', 3], "Expecting ',' delimiter"],
    ['"abc', ['body', 4], 'Unterminated string starting at'],
    ['"\u0001"', ['body', 1], 'Invalid control character at'],
    ['"\\x"', ['body', 2], 'Invalid \\escape'],
    ['"\\u12"', ['body', 5], 'Invalid \\uXXXX escape'],
    ['{"a":1} x', ['body', 8], 'Extra data'],
    ['{"a":', ['body'], 'Expecting value'],
    ['[1,]', ['body'], 'Expecting value'],
  ])('says of %s what is wrong, and where if that is known', (text, loc, error) => {
    const fault = jsonFault(text, 'other');
    expect(fault).toMatchObject({ type: 'json_invalid', loc, msg: 'JSON decode error', input: {}, ctx: { error } });
  });

  it.each(['[hunter2]', '{"password": hunter2}', 'hunter2', '"hunter2'])('repeats nothing of %s', (text) => {
    expect(JSON.stringify(jsonFault(text, 'other'))).not.toContain('unter2');
  });

  it('has the reason of the reader where the text is JSON', () => {
    expect(jsonFault('{"__proto__": 1}', 'no prototypes')).toMatchObject({
      loc: ['body'],
      ctx: { error: 'no prototypes' },
    });
  });
});
