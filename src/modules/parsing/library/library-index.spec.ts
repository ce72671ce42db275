import { LibraryIndex } from './library-index.js';

const HEADER = 'Template, Hostname, Platform, Command\n';

function read(rows: string, { isChecked = true, unusable = [] as string[] } = {}): LibraryIndex {
  return LibraryIndex.read(HEADER + rows, { isUsable: (name) => !unusable.includes(name), isChecked });
}

function find(index: LibraryIndex, platform: string, command: string, hostname = ''): string | undefined {
  return index.find({ platform, command, hostname })?.join(':');
}

describe('LibraryIndex', () => {
  it('takes the first row that fits the beginning of a command, abbreviations included', () => {
    const index = read('long, .*, p, sh[[ow]] ip ro[[ute]]\nshort, .*, p, sh[[ow]] ip\n');
    expect(find(index, 'p', 'show ip route vrf a')).toBe('long');
    expect(find(index, 'p', 'sho ip ro')).toBe('long');
    expect(find(index, 'p', 'show ip arp')).toBe('short');
    expect(find(index, 'p', 'show clock')).toBeUndefined();
  });

  it('fits a platform as a whole', () => {
    const index = read('ios, .*, cisco_ios, show version\nvyos, .*, .*vyos.*, show version\n');
    expect(find(index, 'cisco_iosxr', 'show version')).toBeUndefined();
    expect(find(index, 'brocade_vyos', 'show version')).toBe('vyos');
  });

  it('keeps rows for certain hosts from others, and from devices without a name', () => {
    const index = read('core, core\\d+$, p, show version\nall, .*, p, show version\n');
    expect(find(index, 'p', 'show version', 'core12')).toBe('core');
    expect(find(index, 'p', 'show version', 'edge1')).toBe('all');
    expect(find(index, 'p', 'show version')).toBe('all');
  });

  it('gives all templates of a row', () => {
    expect(find(read('a:b, .*, p, show module\n'), 'p', 'show module')).toBe('a:b');
  });

  it('leaves out rows with a fault or an unusable template, and says which', () => {
    const index = read('# a remark\na, .*, p\n\nb, .*, p, show (\nc, .*, p(, show\nd, .*, p, show\ne, .*, p, show\n', {
      unusable: ['d'],
    });
    expect(index.faults).toEqual([
      'line 3 does not have one field for each column',
      expect.stringMatching(/^line 5 is not valid: /),
      expect.stringMatching(/^line 6 is not valid: /),
      'line 7 names "d", which is missing or broken',
    ]);
    expect(find(index, 'p', 'show version')).toBe('e');
  });

  it('never takes for ever over a command, whatever the rows say', () => {
    const rows = ['(\\S+\\s?)+x$', '((?=s)\\S+\\s?)+x', `${'.*'.repeat(20)}x$`, 'show'];
    const index = read(rows.map((row, number) => `${number + 1}, .*, p, ${row}\n`).join(''));
    expect(index.faults).toEqual([expect.stringMatching(/^line 3 is not valid: .* may never come to an end/)]);
    expect(find(index, 'p', `show x${'s'.repeat(990)}`)).toBe('4');
    expect(find(index, 'p', `show x${'s'.repeat(100_000)}`)).toBeUndefined();
  });

  it('never takes for ever over a command that completions can share out in very many ways', () => {
    const index = read(`a, .*, p, ${'[[aa]]'.repeat(30)}x\nb, .*, p, a\n`);
    expect(index.faults).toEqual([]);
    expect(find(index, 'p', 'a'.repeat(60))).toBe('b');
    expect(find(index, 'p', `${'a'.repeat(60)}x`)).toBe('a');
  });

  it('reads marks that are never closed in time that grows with them', () => {
    expect(find(read(`a, .*, p, ${'[['.repeat(50_000)}\nb, .*, p, show\n`), 'p', 'show')).toBe('b');
  });

  it('passes over a wrong pattern when the rows are compiled as needed', () => {
    const index = read('a, .*, p, show (\nb, .*, p, show\n', { isChecked: false });
    expect(index.faults).toEqual([]);
    expect(find(index, 'p', 'show version')).toBe('b');
  });

  it('is empty with a wrong header, which is a fault, and with no text, which is none', () => {
    const wrong = LibraryIndex.read('Name, Command\na, show\n', { isUsable: () => true, isChecked: true });
    expect(wrong.faults).toEqual(["Index file does not have 'Template' column."]);
    const empty = LibraryIndex.read('', { isUsable: () => true, isChecked: true });
    expect(empty.faults).toEqual([]);
    expect(find(empty, 'p', 'show')).toBeUndefined();
  });
});
