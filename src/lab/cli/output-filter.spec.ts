import { applyFilter, splitFilter } from './output-filter.js';

const OUTPUT = 'interface A\r\n mtu 1\r\ninterface B\r\n mtu 2\r\nend\r\n';

function filtered(filter: string): string | undefined {
  const split = splitFilter(`show run | ${filter}`);
  return split?.filter && applyFilter(OUTPUT, split.filter);
}

describe('output filters', () => {
  it('splits the command from its filter, which may be shortened', () => {
    expect(splitFilter('show run')).toEqual({ command: 'show run' });
    expect(splitFilter('show run | inc a b ')).toEqual({
      command: 'show run',
      filter: { name: 'include', pattern: 'a b' },
    });
    expect(splitFilter('show run | json')).toBeNull();
  });

  it('lets the right lines through', () => {
    expect(filtered('include mtu')).toBe(' mtu 1\r\n mtu 2\r\n');
    expect(filtered('exclude mtu|end')).toBe('interface A\r\ninterface B\r\n');
    expect(filtered('begin B')).toBe('interface B\r\n mtu 2\r\nend\r\n');
    expect(filtered('begin nothing')).toBe('');
    expect(filtered('section B')).toBe('interface B\r\n mtu 2\r\n');
    expect(filtered('count mtu')).toBe('Number of lines which match regexp = 2\r\n');
  });

  it('takes a pattern that is no regular expression literally', () => {
    expect(filtered('include (')).toBe('');
  });
});
