import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TemplateInvalidError, TemplateNotFoundError, UnknownTemplateSourceError } from '../parsing.errors.js';
import type { TextFsmTemplate } from '../textfsm/textfsm-template.js';
import { FolderSource } from './folder-source.js';
import { TemplateLibrary } from './template-library.js';
import { TEXTFSM } from './textfsm-library.js';

const TEMPLATE = 'Value Name (\\w+)\n\nStart\n  ^${Name} -> Record\n';
const BROKEN = 'Value Name\n';

describe('TemplateLibrary', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'tom-library-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function source(name: string, files: Readonly<Record<string, string>>): FolderSource<TextFsmTemplate> {
    const folder = join(directory, name);
    mkdirSync(folder);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    return new FolderSource(name, folder, TEXTFSM);
  }

  async function library(...sources: FolderSource<TextFsmTemplate>[]): Promise<TemplateLibrary<TextFsmTemplate>> {
    const all = new TemplateLibrary(TEXTFSM, sources);
    await all.start();
    return all;
  }

  function index(...rows: string[]): string {
    return ['Template, Hostname, Platform, Command', ...rows, ''].join('\n');
  }

  const IOS_VERSION = 'cisco_ios_show_version.textfsm';
  const ROW = `${IOS_VERSION}, .*, cisco_ios, sh[[ow]] ver[[sion]]`;

  it('asks the sources in their order, or the one that is named', async () => {
    const both = await library(
      source('custom', { [IOS_VERSION]: TEMPLATE }),
      source('ntc', { [IOS_VERSION]: TEMPLATE, 'a.textfsm': TEMPLATE, index: index(ROW) }),
    );
    const request = { driver: 'cisco_ios', command: 'show version' };
    expect(both.resolve(request)).toMatchObject({ source: 'custom', name: IOS_VERSION });
    expect(both.resolve({ ...request, source: 'ntc' })).toMatchObject({ source: 'ntc', name: IOS_VERSION });
    expect(both.resolve({ ...request, template: 'a' })).toMatchObject({ source: 'ntc', name: 'a.textfsm' });
    expect(both.match(request).map((template) => template.source)).toEqual(['custom', 'ntc']);
  });

  it('finds the templates of a driver under the name of its platform', async () => {
    const ntc = await library(source('ntc', { [IOS_VERSION]: TEMPLATE, index: index(ROW) }));
    for (const driver of ['cisco_iosxe', 'cisco_xe', 'cisco_ios_telnet']) {
      expect(ntc.resolve({ driver, command: ' show  version ' }).name).toBe(IOS_VERSION);
    }
    expect(() => ntc.resolve({ driver: 'cisco_iosxr', command: 'show version' })).toThrow(TemplateNotFoundError);
  });

  it('gives the same compiled template every time', async () => {
    const ntc = await library(source('ntc', { [IOS_VERSION]: TEMPLATE, index: index(ROW) }));
    const request = { driver: 'cisco_ios', command: 'show version' };
    expect(ntc.resolve(request).compile()[0]).toBe(ntc.resolve(request).compile()[0]);
  });

  it('gives all templates of a row, by command and by their joined names', async () => {
    const ntc = await library(
      source('ntc', { 'a.textfsm': TEMPLATE, 'b.textfsm': TEMPLATE, index: index('a.textfsm:b.textfsm, .*, p, show') }),
    );
    expect(ntc.resolve({ driver: 'p', command: 'show' }).compile()).toHaveLength(2);
    expect(ntc.get('a:b').name).toBe('a.textfsm:b.textfsm');
  });

  it('says what is not found in the words of the API, with the names that may have been meant', async () => {
    const ntc = await library(source('ntc', { [IOS_VERSION]: TEMPLATE, index: index(ROW) }));
    expect(() => ntc.resolve({ driver: 'cisco_iosxe', command: 'show vresion' })).toThrow(
      `No template found for platform=cisco_iosxe, command=show vresion; did you mean "${IOS_VERSION}"?`,
    );
    expect(() => ntc.resolve({ driver: 'linux', command: 'show version' })).toThrow(
      /^No template found for platform=linux, command=show version$/,
    );
    expect(() => ntc.get('nope.textfsm')).toThrow(/^Template not found: nope.textfsm$/);
    expect(() => ntc.get('cisco_ios_show_versoin')).toThrow(
      `Template not found: cisco_ios_show_versoin; did you mean "${IOS_VERSION}"?`,
    );
  });

  it('names the sources when it is asked for one that there is not', async () => {
    const ntc = await library(source('custom', {}), source('ntc', {}));
    expect(() => ntc.get('a', 'nct')).toThrow(UnknownTemplateSourceError);
    expect(() => ntc.get('a', 'nct')).toThrow(/custom, ntc/);
  });

  it('passes over a broken template for the next source, and refuses it when it is named or the only one', async () => {
    const both = await library(
      source('ntc', { [IOS_VERSION]: BROKEN, index: index(ROW) }),
      source('builtin', { [IOS_VERSION]: TEMPLATE, index: index(ROW) }),
    );
    const request = { driver: 'cisco_ios', command: 'show version' };
    expect(both.resolve(request).source).toBe('builtin');
    expect(() => both.resolve({ ...request, template: IOS_VERSION })).toThrow(TemplateInvalidError);
    expect(() => both.resolve({ ...request, source: 'ntc' })).toThrow(
      /of source "ntc" is not valid: Expect at least 3/,
    );
    expect(both.list()).toEqual([
      { source: 'ntc', names: [IOS_VERSION], faults: [expect.objectContaining({ name: IOS_VERSION })] },
      { source: 'builtin', names: [IOS_VERSION], faults: [] },
    ]);
  });

  it('says what is wrong with the regular expression of a rule, and where', async () => {
    const ntc = await library(source('ntc', { 'a.textfsm': `${TEMPLATE}  ^\\N{DASH}\n` }));
    expect(() => ntc.resolve({ driver: 'x', command: 'y', template: 'a' })).toThrow(
      /'\^\\N\{DASH\}'\. Line: 5\. Reason: character names .* at position 1\.$/,
    );
  });

  it('takes names that JavaScript objects know for names like any other', async () => {
    const ntc = await library(source('ntc', { '__proto__.textfsm': TEMPLATE }));
    expect(ntc.get('__proto__').name).toBe('__proto__.textfsm');
    expect(() => ntc.get('constructor')).toThrow(TemplateNotFoundError);
  });
});
