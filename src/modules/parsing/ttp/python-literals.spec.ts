import { parseArguments, parsePythonData } from './python-literals.js';
import { LiteralSyntaxError } from './python-tokens.js';
import { toPlain } from './plain-values.js';
import { PyFloat } from './values.js';

function read(text: string): unknown {
  return toPlain(parsePythonData(text));
}

describe('parsePythonData', () => {
  it('reads a literal of any kind', () => {
    expect(read('{"a": [1, -2.5, True, None], \'b\': ("x", r"\\d" "y")}')).toEqual({
      a: [1, -2.5, true, null],
      b: ['x', '\\dy'],
    });
  });

  it('reads assignments over several lines', () => {
    expect(read('\n# ports\na = [\n  1,\n  2, # two\n]\nb = """x\ny"""\n')).toEqual({ a: [1, 2], b: 'x\ny' });
  });

  it('keeps integers of any size and tells them from floats', () => {
    expect(parsePythonData('123456789012345678901')).toBe(123456789012345678901n);
    expect(parsePythonData('1.0')).toEqual(new PyFloat(1));
    expect(read('[0, 00, 1_000, 0x1F, 0O17, 0b11]')).toEqual([0, 0, 1000, 31, 15, 3]);
  });

  it('keeps unknown escapes as they are', () => {
    expect(read('"\\d\\n\\x41\\u00e9"')).toBe('\\d\nAé');
  });

  it.each([
    'import os',
    'a = open("x")',
    'a = b',
    'a = 1 + 2',
    'a = f"x"',
    '[x for x in y]',
    'def f():\n  pass',
    'a = "',
  ])('refuses the code %s', (code) => {
    expect(() => parsePythonData(code)).toThrow(LiteralSyntaxError);
  });

  it.each(['0o', '0x_', '0b2', '012', '0o8'])('takes %s for no number', (text) => {
    expect(() => parsePythonData(text)).toThrow(LiteralSyntaxError);
  });

  it('names the line of the fault', () => {
    expect(() => parsePythonData('a = 1\n\nb = c')).toThrow(expect.objectContaining({ line: 3 }) as Error);
  });

  it('refuses literals that nest without end', () => {
    expect(() => parsePythonData('['.repeat(100_000))).toThrow(LiteralSyntaxError);
  });
});

describe('parseArguments', () => {
  it('takes a word without a meaning for its own name', () => {
    const { args, kwargs } = parseArguments('interface, true, "a, b", target=vlan');
    expect(args).toEqual(['interface', true, 'a, b']);
    expect(toPlain(kwargs)).toEqual({ target: 'vlan' });
  });

  it.each(['a b', 'a=1, 2', 'f(x)', 'a.b', 'not x', 'lambda: 1'])('refuses %s', (list) => {
    expect(() => parseArguments(list)).toThrow(LiteralSyntaxError);
  });
});
