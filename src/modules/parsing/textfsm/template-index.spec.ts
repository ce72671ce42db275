import { NoIndexRowError, TemplateIndexError } from './textfsm.errors.js';
import { TemplateIndex, expandCompletions } from './template-index.js';

const INDEX = `# comment

Template, Hostname, Platform, Command # columns
version.textfsm, .*, cisco_ios, sh[[ow]] ver[[sion]]
#commented.textfsm, .*, cisco_ios, show interfaces
interfaces.textfsm, .*, cisco_(ios|xe), sh[[ow]] int[[erfaces]]
too, few
brief.textfsm:more.textfsm, .*, cisco_ios, sh[[ow]] int[[erfaces]] br[[ief]]
any.textfsm, .*, , show clock
`;

describe('TemplateIndex', () => {
  const index = TemplateIndex.parse(INDEX);
  const find = (platform: string, command: string): string | undefined =>
    index.find({ Platform: platform, Command: command })?.templates.join(':');

  it('gives the first row that fits from the start, in the order of the file', () => {
    expect(find('cisco_ios', 'sh ver')).toBe('version.textfsm');
    expect(find('cisco_ios', 'show versio | include x')).toBe('version.textfsm');
    expect(find('cisco_ios', 'show interfaces brief')).toBe('interfaces.textfsm');
    expect(find('cisco_xe', 'sh int')).toBe('interfaces.textfsm');
    expect(find('cisco_xe', 'sh ver')).toBeUndefined();
    expect(find('whatever', 'show clock')).toBe('any.textfsm');
  });

  it('numbers usable rows and splits the templates of a row', () => {
    expect(index.rows.map(({ number, templates }) => [number, templates.length])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 1],
    ]);
  });

  it('takes the end of the file for no row of its own', () => {
    expect(TemplateIndex.parse('Template\na\n').rows).toHaveLength(1);
  });

  it('ignores attributes that are no columns, and columns that are not asked for', () => {
    expect(index.find({ Vendor: 'x', Command: 'sh int' })?.number).toBe(2);
    expect(index.find({ Platform: 'cisco_xe' })?.number).toBe(2);
    expect(index.find(JSON.parse('{"__proto__": "x", "Platform": "cisco_xe"}') as Record<string, string>)?.number).toBe(
      2,
    );
  });

  it('says what was looked for in vain', () => {
    expect(() => index.get({ Command: "show 'x'", Platform: 'cisco_ios' })).toThrow(
      new NoIndexRowError(`No template found for attributes: "{'Command': "show 'x'", 'Platform': 'cisco_ios'}"`),
    );
  });

  it('completes commands letter by letter', () => {
    expect(expandCompletions('sh[[ow]] x[[]]')).toBe('sh(o(w)?)? x[[]]');
  });

  it.each([
    ['', 'Index file has no header line.'],
    ['A, B\n', "Index file does not have 'Template' column."],
    ['Template, A, A\n', "Duplicate header entry 'A'."],
  ])('refuses %j', (text, message) => {
    expect(() => TemplateIndex.parse(text)).toThrow(new TemplateIndexError(message));
  });

  it('refuses a cell that is no regular expression when it is read', () => {
    expect(() => TemplateIndex.parse('Template, Command\na, x[[\n')).toThrow(
      'unterminated character set at position 1',
    );
  });
});
