import { CommandDescription } from '../platform/command-description.js';
import { CommandTree, type Resolution } from './command-tree.js';

function treeOf(commands: readonly string[], abbreviations = true): CommandTree {
  const described = commands.map((command) => ({
    description: Object.assign(new CommandDescription(), { command }),
    text: '',
  }));
  return new CommandTree(described, { abbreviations });
}

function commandOf(resolution: Resolution): string | undefined {
  return resolution.kind === 'command' ? resolution.command.description.command : undefined;
}

const tree = treeOf([
  'show ip interface brief',
  'show ip route',
  'show interfaces',
  'show',
  'terminal length <number>',
  'terminal length auto',
  'ping <word>',
  'do <rest>',
]);

describe('CommandTree', () => {
  it('finds commands in full and abbreviated, in any case', () => {
    expect(commandOf(tree.resolve('show ip route'))).toBe('show ip route');
    expect(commandOf(tree.resolve(' SH  ip int b '))).toBe('show ip interface brief');
    expect(commandOf(tree.resolve('show'))).toBe('show');
  });

  it('prefers a whole word to longer ones that begin with it', () => {
    expect(commandOf(treeOf(['show ip', 'show ipv6']).resolve('show ip'))).toBe('show ip');
  });

  it('tells ambiguous, incomplete and unknown words apart', () => {
    expect(tree.resolve('show i')).toEqual({ kind: 'ambiguous', word: 'i', offset: 5, index: 1 });
    expect(tree.resolve('show ip')).toEqual({ kind: 'incomplete' });
    expect(tree.resolve('show ip bogus x')).toEqual({ kind: 'invalid', word: 'bogus', offset: 8, index: 2 });
    expect(tree.resolve('show ip route x')).toEqual({ kind: 'invalid', word: 'x', offset: 14, index: 3 });
  });

  it('takes parameters', () => {
    const length = tree.resolve('term len 24');
    expect(length.kind === 'command' && length.parameters.get('number')).toBe('24');
    expect(commandOf(tree.resolve('term len a'))).toBe('terminal length auto');
    expect(tree.resolve('term len x').kind).toBe('invalid');
    const rest = tree.resolve('do show  ip route ');
    expect(rest.kind === 'command' && rest.parameters.get('rest')).toBe('show  ip route');
    expect(tree.resolve('do').kind).toBe('incomplete');
    expect(tree.resolve('ping').kind).toBe('incomplete');
  });

  it('wants whole words in their own case where nothing may be shortened', () => {
    const exact = treeOf(['uname -a'], false);
    expect(commandOf(exact.resolve('uname -a'))).toBe('uname -a');
    expect(exact.resolve('Uname -a').kind).toBe('invalid');
    expect(exact.resolve('unam -a').kind).toBe('invalid');
  });
});
