import { TextFsmTemplate } from './textfsm-template.js';
import {
  TextFsmNestedListError,
  TextFsmRowLimitError,
  TextFsmStateError,
  TextFsmTemplateError,
} from './textfsm.errors.js';

const INTERFACES = String.raw`# Interfaces
Value Required,Key NAME (\S+)
Value Filldown SLOT (\d+)
Value List ADDRESS (\d+(\.\d+){3})
Value STATUS (up|down)

Start
  ^Slot ${'$'}{SLOT}
  ^\S -> Continue.Record
  ^${'$'}NAME is ${'$'}{STATUS}
  # addresses come below
  ^\s+address ${'$'}{ADDRESS}
  ^%.* -> Error "bad input"

`;

function compileError(text: string): string {
  try {
    TextFsmTemplate.compile(text);
    return 'compiles';
  } catch (error) {
    return error instanceof TextFsmTemplateError ? error.message : String(error);
  }
}

describe('TextFsmTemplate', () => {
  it('parses text into rows', () => {
    const template = TextFsmTemplate.compile(INTERFACES);
    const text = 'Slot 1\neth0 is up\n  address 10.0.0.1\r\n  address 10.0.0.2\neth1 is down\n';
    expect(template.header).toEqual(['NAME', 'SLOT', 'ADDRESS', 'STATUS']);
    expect(template.parse(text)).toEqual([
      ['eth0', '1', ['10.0.0.1', '10.0.0.2'], 'up'],
      ['eth1', '1', [], 'down'],
    ]);
    expect(template.parseToRecords(text)[1]).toEqual({ NAME: 'eth1', SLOT: '1', ADDRESS: [], STATUS: 'down' });
  });

  it('is shared between parses', () => {
    const template = TextFsmTemplate.compile(INTERFACES);
    const first = template.start();
    const second = template.start();
    first.parse('Slot 1\neth0 is up\n', false);
    second.parse('Slot 2\neth5 is down\n', false);
    expect([first.parse(''), second.parse('')]).toEqual([[['eth0', '1', [], 'up']], [['eth5', '2', [], 'down']]]);
  });

  it('goes on from part to part, and starts anew after a reset', () => {
    const run = TextFsmTemplate.compile(INTERFACES).start();
    run.parse('Slot 1\neth0 is up\n', false);
    expect(run.parse('eth1 is up\n')).toHaveLength(2);
    run.reset();
    expect(run.parse('eth1 is up\n')).toEqual([['eth1', '', [], 'up']]);
  });

  it('says where the input is not what the template was written for', () => {
    const template = TextFsmTemplate.compile(INTERFACES);
    const error = (() => {
      try {
        template.parse('eth0 is up\n% Invalid input\n');
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(TextFsmStateError);
    expect(error).toMatchObject({
      kind: 'validation',
      message: 'Error: "bad input". Rule Line: 13. Input Line: % Invalid input.',
      place: { ruleLine: 13, state: 'Start', inputLineNumber: 2, inputLine: '% Invalid input' },
    });
  });

  it('stops at the row limit', () => {
    const template = TextFsmTemplate.compile('Value A (.)\n\nStart\n  ^$A -> Record\n');
    expect(template.parse('a\nb\n', { maxRows: 2 })).toHaveLength(2);
    expect(() => template.parse('a\nb\nc\n', { maxRows: 2 })).toThrow(TextFsmRowLimitError);
  });

  it('gives nested named groups of a list as objects', () => {
    const template = TextFsmTemplate.compile(
      'Value List P ((?P<key>\\w+)=(?P<__proto__>\\d+)?)\n\nStart\n  ^${P}\n  ^(x${P})?- -> Record\n',
    );
    const [row] = template.parse('a=1\nb=\n');
    expect(JSON.stringify(row)).toBe('[[{"key":"a","__proto__":"1"},{"key":"b","__proto__":null}]]');
    expect(() => template.parse('-\n')).toThrow(TextFsmNestedListError);
  });

  it('takes any name for a value, even those of JavaScript', () => {
    const template = TextFsmTemplate.compile(
      'Value __proto__ (\\d)\nValue constructor (\\d)\n\nStart\n  ^${__proto__}${constructor} -> Record\n',
    );
    expect(JSON.stringify(template.parseToRecords('12'))).toBe('[{"__proto__":"1","constructor":"2"}]');
  });

  it('reads text beyond ASCII by the rules of Unicode', () => {
    const template = TextFsmTemplate.compile('Value A (\\w+)\nValue B (\\S+)\n\nStart\n  ^${A}\\s${B} -> Record\n');
    expect(template.parse('naïve\u3000😀\nplain text\n')).toEqual([
      ['naïve', '😀'],
      ['plain', 'text'],
    ]);
  });

  it('prints itself in normal form', () => {
    const text = TextFsmTemplate.compile(INTERFACES).toString();
    expect(text).not.toContain('#');
    expect(TextFsmTemplate.compile(text).toString()).toBe(text);
    expect(TextFsmTemplate.compile('\nStart\n ^x\n').toString()).toBe('\n\nStart\n  ^x\n');
  });

  it('lists values by option', () => {
    const template = TextFsmTemplate.compile(INTERFACES);
    expect(template.valuesWith('Key')).toEqual(['NAME']);
    expect(() => template.valuesWith('Bogus')).toThrow("'Bogus': Not a valid attribute.");
  });

  it.each([
    ['Value A (x', "Value '(x' must be contained within a '()' pair. Line 1."],
    ['Value A (a++b**)', 'multiple repeat at position 6 Line 1.'],
    ['Value A (\\N{DASH})', expect.stringContaining('not known here')],
    ['Value A (x)\n\nStart\n  ^${B}', "Duplicate or invalid variable substitution: '^${B}'. Line: 4."],
    ['Value A (x)\n\nStart\n  ^$A$A', "Invalid regular expression: '^(?P<A>x)(?P<A>x)'. Line: 4."],
    ['Value A (x)\n\nStart\n  ^x -> Foo', "State 'Foo' not found, referenced in state 'Start'"],
    ['Value A (x)\n\nStart\n  ^x -> Continue Start', "Action 'Continue' with new state Start specified. Line: 4."],
    ['Value A (x)\n\nStart\n  x', "Missing white space or carat ('^') before rule. Line: 4"],
  ])('refuses %j', (text, message) => {
    expect(compileError(text)).toEqual(message);
  });
});
