import { YamlSyntaxError, parseYamlMapping } from './yaml-document.js';

const TEXT =
  '# devices\nr1:\n  host: a\n  options: {slow: true, deep:\n    {x: 1}}\nr2: {host: b}\nlist: [1, {x: 2}]\nr3:\n  port: 1\n';

describe('parseYamlMapping', () => {
  it('gives the entries in the order of the file', () => {
    expect([...parseYamlMapping('b: 1\na: 2\n').entries]).toEqual([
      ['b', 1],
      ['a', 2],
    ]);
  });

  it.each([
    [['r1'], 2],
    [['r1', 'host'], 3],
    [['r1', 'options', 'deep', 'x'], 5],
    [['r2', 'host'], 6],
    [['r3', 'port'], 9],
    [['r3', 'missing'], 8],
    [['nowhere'], 1],
  ])('knows the line of %j', (path, line) => {
    expect(parseYamlMapping(TEXT).lineOf(path)).toBe(line);
  });

  it('follows anchors and merge keys', () => {
    const text = 'base: &base {port: 22}\nr1:\n  <<: *base\n  host: a\n';
    const mapping = parseYamlMapping(text);
    expect(mapping.entries.get('r1')).toEqual({ port: 22, host: 'a' });
    expect(mapping.lineOf(['r1', 'host'])).toBe(4);
  });

  it('takes an empty text for an empty mapping', () => {
    expect(parseYamlMapping('').entries.size).toBe(0);
    expect(parseYamlMapping('# nothing\n').entries.size).toBe(0);
  });

  it.each([
    ['a: 1\na: 2\n', 2],
    ['a: [1\n', 2],
    ['- a\n', 1],
    ['a: 1\n---\nb: 2\n', null],
  ])('refuses %j and names the line', (text, line) => {
    try {
      parseYamlMapping(text);
      throw new Error('accepted');
    } catch (error) {
      expect(error).toBeInstanceOf(YamlSyntaxError);
      expect((error as YamlSyntaxError).line).toBe(line);
    }
  });
});
