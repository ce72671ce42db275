import { jsonFault } from './json-fault.js';

describe('jsonFault', () => {
  it.each([
    ['{bad json', ['body', 1]],
    ['{"a":1} x', ['body', 8]],
    ['{"a":', ['body']],
  ])('says of %s what is wrong, and where if that is known', (text, loc) => {
    const fault = jsonFault(text, 'other');
    expect(fault).toMatchObject({ type: 'json_invalid', loc, msg: 'JSON decode error', input: {} });
    expect(fault.ctx?.error).toMatch(/^[A-Z][^0-9]+$/);
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
