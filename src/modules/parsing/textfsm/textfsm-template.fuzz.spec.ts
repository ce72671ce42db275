import fc from 'fast-check';
import { TomError } from '../../../common/tom-error.js';
import { propertyRuns } from '../../../../test/support/scale.js';
import { TextFsmTemplate } from './textfsm-template.js';

const PIECES = [
  ...[
    'Value A (\\S+)\n',
    'Value List,Filldown __proto__ (x(y)?)\n',
    'Value Required B (.*?)\n',
    '\nStart\n',
    '\nNext\n',
  ],
  ...[
    '  ^${A}\\s+$B',
    '  ^(a|b)*$$',
    '  ^${__proto__}',
    ' -> Continue.Record',
    ' -> Next.Clearall Start',
    ' -> Error "m"',
  ],
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '\\',
    '*+',
    '(?P<',
    '(?i)',
    '(?(1)',
    '#',
    '\n',
    ' ',
    '\t^',
    '$',
    'é',
    '\ud83d',
    'EOF',
    'End',
  ],
];

describe('TextFsmTemplate, on anything', () => {
  it('gives rows or an error of its own', () => {
    const template = fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join(''));
    const input = fc.array(fc.constantFrom('a', 'b', 'x', 'y', ' ', '\n', '\r', 'é', '\x1c'), { maxLength: 40 });
    fc.assert(
      fc.property(template, input, (text, characters) => {
        try {
          return Array.isArray(TextFsmTemplate.compile(text).parse(characters.join('')));
        } catch (error) {
          return error instanceof TomError;
        }
      }),
      propertyRuns(50_000),
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
