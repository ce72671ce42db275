import { pbkdf2 } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../../../../test/support/eventually.js';
import type { TextFsmTemplate } from '../textfsm/textfsm-template.js';
import { DirectorySource } from './directory-source.js';
import { TEXTFSM } from './textfsm-library.js';

const TEMPLATE = 'Value Name (\\w+)\n\nStart\n  ^${Name} -> Record\n';
const HEADER = 'Template, Hostname, Platform, Command\n';

describe('DirectorySource', () => {
  let root: string;
  let directory: string;
  let source: DirectorySource<TextFsmTemplate>;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'tom-custom-'));
    directory = join(root, 'templates', 'textfsm');
    source = new DirectorySource('custom', directory, TEXTFSM, () => undefined);
  });

  afterEach(async () => {
    await source.stop();
    rmSync(root, { recursive: true, force: true });
  });

  function write(name: string, text: string): void {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, name), text);
  }

  function found(platform: string, command: string): string | undefined {
    return source.find({ platforms: [platform], command })?.name;
  }

  it('is empty while the directory is not there, and reads it when it appears', async () => {
    await source.start();
    expect(source.list()).toEqual([]);
    expect(source.faults()).toEqual([]);
    write('linux_uptime.textfsm', TEMPLATE);
    await eventually(() => source.list().length === 1);
  });

  it('sees a directory that appears at once while all background threads of the process are busy', async () => {
    const busy = Array.from({ length: 8 }, () => promisify(pbkdf2)('p', 's', 20_000, 64, 'sha512'));
    await source.start();
    write('linux_uptime.textfsm', TEMPLATE);
    await Promise.all(busy);
    await eventually(() => source.list().length === 1);
  });

  it('follows files that are added, replaced and deleted', async () => {
    write('index', `${HEADER}a.textfsm, .*, p, show\n`);
    write('a.textfsm', TEMPLATE);
    await source.start();
    expect(found('p', 'show')).toBe('a.textfsm');
    write('b.textfsm', TEMPLATE);
    write('index', `${HEADER}b.textfsm, .*, p, show\n`);
    await eventually(() => found('p', 'show') === 'b.textfsm');
    writeFileSync(join(root, 'draft'), TEMPLATE.replaceAll('Name', 'Other'));
    renameSync(join(root, 'draft'), join(directory, 'b.textfsm'));
    await eventually(() => source.get('b')?.compile()[0]?.header[0] === 'Other');
    rmSync(join(directory, 'b.textfsm'));
    await eventually(() => found('p', 'show') === undefined);
  });

  it('finds a template that no row names by its own name', async () => {
    write('cisco_ios_show_run_include_ntp.textfsm', TEMPLATE);
    await source.start();
    expect(found('cisco_ios', 'show run | include ntp')).toBe('cisco_ios_show_run_include_ntp.textfsm');
    expect(found('cisco_ios', 'show run')).toBeUndefined();
  });

  it('disables a broken template with the reason, and lets the next row have its commands', async () => {
    write('broken.textfsm', 'Value Name\n');
    write('good.textfsm', TEMPLATE);
    write('index', `${HEADER}broken.textfsm, .*, p, show\ngood.textfsm, .*, p, show\n`);
    await source.start();
    expect(found('p', 'show')).toBe('good.textfsm');
    expect(source.list()).toEqual(['broken.textfsm', 'good.textfsm']);
    expect(source.faults()).toEqual([
      { source: 'custom', name: 'index', reason: 'line 2 names "broken.textfsm", which is missing or broken' },
      { source: 'custom', name: 'broken.textfsm', reason: 'Expect at least 3 tokens on line. Line 1.' },
    ]);
  });

  it('keeps what it read when the directory becomes unreadable, and says so', async () => {
    write('a.textfsm', TEMPLATE);
    await source.start();
    rmSync(directory, { recursive: true });
    writeFileSync(directory, 'a file in the place of the directory');
    await source.refresh();
    expect(source.list()).toEqual(['a.textfsm']);
    expect(source.faults()).toEqual([expect.objectContaining({ name: directory })]);
  });

  it('keeps the compiled templates of files that did not change', async () => {
    write('a.textfsm', TEMPLATE);
    await source.start();
    const before = source.get('a')?.compile()[0];
    write('b.textfsm', TEMPLATE);
    await source.refresh();
    expect(source.get('a')?.compile()[0]).toBe(before);
  });
});
