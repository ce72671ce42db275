import fc from 'fast-check';
import {
  apiKeyList,
  choice,
  duration,
  flag,
  integer,
  integerMap,
  secretText,
  text,
  textList,
} from './setting-types.js';

describe('setting types', () => {
  it.each([
    [integer, '8000', 8000],
    [integer, 8000, 8000],
    [integer, ' 7 ', 7],
    [integer, '8k', undefined],
    [integer, 1.5, undefined],
    [integer, true, undefined],
    [duration, 2, 2000],
    [duration, '0.25', 250],
    [duration, '1m', undefined],
    [duration, Infinity, undefined],
    [flag, true, true],
    [flag, 'yes', true],
    [flag, 'OFF', false],
    [flag, 0, false],
    [flag, 'maybe', undefined],
    [text, 'x', 'x'],
    [text, 12345, undefined],
    [secretText, 12345, undefined],
    [textList, ['a', 'b'], ['a', 'b']],
    [textList, 'a, b', ['a', 'b']],
    [textList, '["a,b", "c"]', ['a,b', 'c']],
    [textList, '["a"', undefined],
    [textList, [1], undefined],
    [integerMap, { yaml: 100 }, { yaml: 100 }],
    [integerMap, '{"yaml": 100}', { yaml: 100 }],
    [integerMap, 'yaml=100, netbox=160', { yaml: 100, netbox: 160 }],
    [integerMap, 'yaml', undefined],
    [integerMap, ['yaml'], undefined],
    [apiKeyList, ['no colon'], undefined],
    [apiKeyList, [':admin'], undefined],
    [apiKeyList, ['key:'], undefined],
  ])('%# $name reads the value it is given', (type, raw, expected) => {
    expect(type.parse(raw)).toEqual(expected);
  });

  it('takes another spelling of a word, in any case', () => {
    const level = choice({ warning: 'warn' });

    expect([level.parse('WARNING'), level.parse('Info'), level.parse(3)]).toEqual(['warn', 'info', undefined]);
  });

  it('splits an API key from its user at the first colon', () => {
    const [first] = apiKeyList.parse('abc123:admin:eu') ?? [];

    expect([first?.key.reveal(), first?.user]).toEqual(['abc123', 'admin:eu']);
  });

  it('reads a list the same from YAML and from JSON in the environment', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (items) => {
        expect(textList.parse(JSON.stringify(items))).toEqual(textList.parse(items));
      }),
    );
  });
});
