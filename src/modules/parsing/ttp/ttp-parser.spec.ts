import { TtpFields, TtpFunctions } from './ttp-functions.js';
import { TtpParser, type TtpParserOptions, type TtpResultOptions } from './ttp-parser.js';
import { TtpTemplate, type TtpTemplateOptions } from './ttp-template.js';
import {
  TtpFileNotFoundError,
  TtpMacroError,
  TtpPythonCodeError,
  TtpRecordLimitError,
  TtpRunError,
  TtpTemplateError,
  TtpUnsupportedError,
} from './ttp.errors.js';

const INTERFACES = 'interface Lo0\n description first one\ninterface Gi1\n mtu 9000\n';

interface Options extends TtpTemplateOptions, TtpParserOptions {
  readonly result?: TtpResultOptions;
}

function parse(template: string, text: string, { result, ...options }: Options = {}): unknown {
  const parser = new TtpParser([TtpTemplate.compile(template, options)], { maxRecords: options.maxRecords });
  parser.addInput(text, { templateName: '_all_' });
  parser.parse();
  return parser.result({ structure: 'flat_list', ...result });
}

describe('TtpParser', () => {
  it('parses with a template that has no tags', () => {
    expect(
      parse('interface {{ name }}\n description {{ text | ORPHRASE }}\n mtu {{ mtu | to_int }}', INTERFACES),
    ).toEqual([
      { name: 'Lo0', text: 'first one' },
      { name: 'Gi1', mtu: 9000 },
    ]);
  });

  it('reads long texts in time that grows with them, also where lines only begin like those of the template', () => {
    const lines = Array.from({ length: 150_000 }, (_, index) => ` ip address 10.0.0.${index}\n`);
    const template =
      '<group name="found">\ninterface {{ name }}\n ip address {{ what | to_list | joinmatches }}\n ip {{ x }} {{ y }} secondary\n</group>';
    const [result] = parse(template, `interface Lo0\n${lines.join('')}`) as [{ found: { what: string[] } }];
    expect(result.found.what).toHaveLength(lines.length);
  });

  it.each([
    ['variables that are not closed', `a {{ b }} ${'{{'.repeat(100_000)}`],
    ['functions that are not closed', `a {{ b | c${'('.repeat(200_000)} }}`],
    [
      'an option without a sign',
      `<vars load="ini">\n[a]\nb = 1\nc${' '.repeat(200_000)}d\n</vars>\n<group>\na {{ b }}\n</group>`,
    ],
  ])('compiles %s in time that grows with them', (_, template) => {
    try {
      TtpTemplate.compile(template);
    } catch (error) {
      expect(error).toBeInstanceOf(TtpTemplateError);
    }
  });

  it('never takes a text for the name of a file', () => {
    const files = { read: () => 'interface Secret\n', list: () => undefined };
    expect(parse('interface {{ name }}', '/etc/hostname', { files })).toEqual([{}]);
  });

  it('keeps results apart that share a template', () => {
    const template = TtpTemplate.compile('<group name="x.{{ a }}">\nvalue {{ a }} {{ b }}\n</group>');
    const [first, second] = [new TtpParser([template]), new TtpParser([template])];
    first.addInput('value one 1');
    second.addInput('value two 2');
    first.parse();
    second.parse();
    expect([first.result(), second.result()]).toEqual([[[{ x: { one: { b: '1' } } }]], [[{ x: { two: { b: '2' } } }]]]);
  });

  it('leaves the data of a template as it was, whatever is done with the results', () => {
    const template = TtpTemplate.compile(
      '<lookup name="sites">a = {"city": {"name": "X"}}</lookup>\n<group name="s.{{ id }}">\nsite {{ id }} {{ key | lookup("sites", add_field="at") }}\n</group>\n' +
        "<output dict_to_list=\"key_name='id', path='s'\"/>",
    );
    const run = (): unknown => {
      const parser = new TtpParser([template]);
      parser.addInput('site one a');
      parser.parse();
      return parser.result();
    };
    expect(run()).toEqual(run());
  });

  it('keeps names that mean something to JavaScript', () => {
    const result = parse(
      '<group name="{{ key }}">\nset {{ key }} {{ constructor }}\n</group>',
      'set __proto__ 1\nset toString 2',
    );
    expect(JSON.stringify(result)).toBe('[{"__proto__":{"constructor":"1"},"toString":{"constructor":"2"}}]');
  });

  it('stops at the limit of records', () => {
    expect(() => parse('interface {{ name }}', INTERFACES, { maxRecords: 1 })).toThrow(TtpRecordLimitError);
  });

  it.each([
    ['center(7, "*")', '***ab**'],
    ['center(8)', '   ab   '],
    ['index("b")', 1],
    ['rindex("a")', 0],
    ['isascii', 'ab'],
    ['isprintable', 'ab'],
    ['rsplit(None, 1)', ['ab']],
    ['casefold', 'ab'],
  ])('uses methods of texts as Python does: %s', (method, expected) => {
    expect(parse(`name {{ x | ${method} }}`, 'name ab')).toEqual([{ x: expected }]);
  });

  it.each([
    ['presto', ' a   |   b\n-----+-----\n x   |   1'],
    ['rst', '===  ===\na      b\n===  ===\nx      1\n===  ==='],
  ])('draws a table in the style %s', (style, expected) => {
    const output = { format: 'tabulate', format_attributes: `tablefmt="${style}"` };
    expect(parse('{{ a }} {{ b }}', 'x 1', { result: { output } })).toEqual([expected]);
  });

  it('warns of what it leaves out', () => {
    const template = TtpTemplate.compile('interface {{ name | nosuch }}\nno variable here');
    const parser = new TtpParser([template]);
    parser.addInput(INTERFACES);
    parser.parse();
    expect(template.warnings).toEqual([expect.stringContaining('no variable here')]);
    expect(parser.warnings[0]).toContain('nosuch');
  });

  it('says which function failed on which data', () => {
    expect(() => parse('interface {{ name | to_ip }}', INTERFACES)).toThrow(TtpRunError);
    expect(() => parse('interface {{ name | to_ip }}', INTERFACES)).toThrow('"Lo0" is no IPv4 address');
  });
});

describe('registered functions', () => {
  const functions = new TtpFunctions()
    .registerMacro('shorten', (name) => new TtpFields(String(name).slice(0, 2), { long: name }))
    .registerMacro('no_loopback', (record) => (record as { name: string }).name !== 'Lo')
    .registerMacro('count', (results) => (results as unknown[]).length)
    .registerFunction('match', 'repeat', (value, [count]) => String(value).repeat(Number(count)));

  it('take the place of macros', () => {
    const template =
      '<group macro="no_loopback">\ninterface {{ name | macro("shorten") }}\n</group>\n<output macro="count"/>';
    expect(parse(template, INTERFACES, { functions })).toEqual([1]);
    expect(parse(template, INTERFACES, { functions, skipOutputMacros: true })).toEqual([{ name: 'Gi', long: 'Gi1' }]);
  });

  it('are called with their arguments', () => {
    expect(parse('interface {{ name | repeat(2) }}', INTERFACES, { functions })).toContainEqual({ name: 'Lo0Lo0' });
  });

  it('are asked for by name and line', () => {
    const template = '<group>\ninterface {{ a }}\n mtu {{ b | macro("double") }}\n</group>';
    expect(() => parse(template, '')).toThrow(TtpMacroError);
    expect(() => parse(template, '')).toThrow('register a function named "double" in a plugin (template line 3)');
  });
});

describe('a template that is not valid', () => {
  it.each([
    ['has a tag that is not closed', '<group>\ninterface {{ a }}', TtpTemplateError, 'template line'],
    [
      'has arguments that are no literals',
      '<vars>a = 1</vars>\n<group>\na {{ b | contains(1 + 1) }}\n</group>',
      TtpTemplateError,
      'line 3',
    ],
    [
      'has Python code as data',
      '<vars>\na = 1\nb = open("x")\n</vars>\n<group>\na {{ b }}\n</group>',
      TtpPythonCodeError,
      'line 3',
    ],
    ['has a pattern that is not valid', 'a {{ b | re("(") }}', TtpTemplateError, 'missing )'],
    ['names a variable twice in a line', 'a {{ b }} {{ b }}', TtpTemplateError, 'redefinition'],
    ['extends one that does not exist', '<extend template="../x"/>', TtpFileNotFoundError, '"../x"'],
    [
      'needs a Python library',
      '<group>\na {{ b }}\n</group>\n<output format="jinja2">x</output>',
      TtpUnsupportedError,
      'jinja2',
    ],
    ['has a group function that is unknown', '<group nosuch="">\na {{ b }}\n</group>', TtpTemplateError, '"nosuch"'],
  ])('%s', (_, template, kind, words) => {
    const compile = (): unknown => TtpTemplate.compile(template);
    expect(compile).toThrow(kind);
    expect(compile).toThrow(words);
  });

  it('extends itself without end', () => {
    const text = '<extend template="a"/>';
    const files = { read: () => text, list: () => undefined };
    expect(() => TtpTemplate.compile(text, { files })).toThrow('too deeply');
  });

  it('is made of too many others', () => {
    const next = (path: string): string => `<extend template="${Number(path) + 1}"/>\n`.repeat(3);
    const files = { read: (path: string) => (path === '15' ? 'a {{ b }}' : next(path)), list: () => undefined };
    expect(() => TtpTemplate.compile(next('0'), { files })).toThrow('more than 1000 others');
  });
});

describe('what templates for Python rely on', () => {
  it('takes variables whose value is null for what they are', () => {
    const template =
      '<vars>\nnix = None\n</vars>\n<group set="nix, target=\'a\'">\nport {{ id | let("b", None) }}\n down {{ c | set(nix) }}\n{{ d | set(nix) }}\n</group>';
    expect(parse(template, 'port 1\n down\n')).toEqual([{ id: '1', a: null, b: null, c: null, d: null }]);
  });

  it('leaves a range without a number at its end as it is', () => {
    expect(parse("vlan {{ id | unrange('-', ',') }}", 'vlan 1-a\nvlan 1-3\n')).toEqual([
      { id: '1-a' },
      { id: '1,2,3' },
    ]);
  });

  it('counts a tab between headers as one character, and before the first one as four', () => {
    const template = '\tA\tB\tC {{ _headers_ | columns(3) }}';
    expect(parse(template, 'abcdefghijkl\n')).toEqual([{ A: 'abcdef', B: 'gh', C: 'ijkl' }]);
  });

  it('ends a group with the line it starts with, where that is the first of the text', () => {
    const template = 'port {{ id }}\n mtu {{ mtu }}\nport {{ ignore }} {{ _end_ }}';
    expect(parse(template, 'port 1\n mtu 9000\n')).toEqual([{ id: '1' }]);
  });

  it('parses a text once that is given twice to an input', () => {
    const input = '<input load="text">\nport 1\n</input>\n';
    expect(parse(`${input}${input}<group>\nport {{ id }}\n</group>`, 'port 2\n')).toEqual([{ id: '1' }, { id: '2' }]);
  });

  it('finds the host name in a text with carriage returns', () => {
    const template =
      '<vars name="about">\nhost = "gethostname"\n</vars>\n<group name="ports*">\nport {{ id }}\n</group>';
    expect(parse(template, '\ufeffsw1#show ports\r\nport 1\r\n')).toEqual([
      { about: { host: 'sw1' }, ports: [{ id: '1' }] },
    ]);
  });

  it('keeps what named groups found beside a single unnamed record', () => {
    const template =
      '<group name="_anonymous_">\nhost {{ name }}\n</group>\n<group name="ports*">\nport {{ id }}\n</group>';
    expect(parse(template, 'host sw1\nport 1\n')).toEqual([{ name: 'sw1' }, { ports: [{ id: '1' }] }]);
  });

  it('leaves texts without a record out of tables, and writes null as what it is', () => {
    const inputs = '<input load="text">\nnothing\n</input>\n<input load="text">\nport 1\n</input>\n';
    const group = '<vars>\nnix = None\n</vars>\n<group set="nix">\nport {{ id }}\n</group>\n';
    const parser = new TtpParser([TtpTemplate.compile(`${inputs}${group}<output format="csv"/>`)]);
    parser.parse();
    expect(parser.result()).toEqual(['"id","nix"\n"1","None"']);
  });

  it('refuses a table of what are no records', () => {
    const template = '<group name="ports" itemize="id">\nport {{ id }}\n</group>\n<output format="csv" path="ports"/>';
    expect(() => parse(template, 'port 1\n')).toThrow('A table is made of records, and "1" is none');
  });
});
