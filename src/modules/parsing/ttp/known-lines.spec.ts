import { TtpFunctions } from './ttp-functions.js';
import { TtpParser } from './ttp-parser.js';
import { TtpTemplate, type TtpTemplateOptions } from './ttp-template.js';

function parse(template: string, text: string, options: TtpTemplateOptions = {}): unknown {
  const parser = new TtpParser([TtpTemplate.compile(template, options)]);
  parser.addInput(text);
  parser.parse();
  return parser.result({ structure: 'flat_list' });
}

describe('a line that several templates share', () => {
  it('means another thing where a variable has the name of its pattern', () => {
    const lines = 'port {{ port | re("LOCAL_PORT") }}';
    const text = 'port LOCAL_PORT\nport 7';
    const withVariable = `<vars>LOCAL_PORT = "[0-9]+"</vars><group>\n${lines}\n</group>`;
    expect(parse(lines, text)).toEqual([{ port: 'LOCAL_PORT' }]);
    expect(parse(withVariable, text)).toEqual([{ port: '7' }]);
    expect(parse(lines, text)).toEqual([{ port: 'LOCAL_PORT' }]);
  });

  it('gives its defaults to each group, and takes those of a group that has its own', () => {
    const lines = 'unit {{ unit }}\n speed {{ speed | default("auto") }} {{ duplex }}';
    expect(parse(`<group>\n${lines}\n</group>`, 'unit 1')).toEqual([{ unit: '1', speed: 'auto' }]);
    expect(parse(`<group default="none">\n${lines}\n</group>`, 'unit 1')).toEqual([
      { unit: '1', speed: 'auto', duplex: 'none' },
    ]);
    expect(parse(`<group>\n${lines}\n</group>`, 'unit 1')).toEqual([{ unit: '1', speed: 'auto' }]);
  });

  it('calls the functions registered for its template', () => {
    const line = 'slot {{ slot | title }}';
    const functions = new TtpFunctions().registerFunction('match', 'title', (value) => `slot ${String(value)}`);
    expect(parse(line, 'slot a')).toEqual([{ slot: 'A' }]);
    expect(parse(line, 'slot a', { functions })).toEqual([{ slot: 'slot a' }]);
    expect(parse(line, 'slot a')).toEqual([{ slot: 'A' }]);
  });

  it('warns in each of them', () => {
    const warnings = (): readonly string[] => TtpTemplate.compile('card {{ card | chain("steps") }}').warnings;
    expect(warnings()).toHaveLength(1);
    expect(warnings()).toHaveLength(1);
  });
});
