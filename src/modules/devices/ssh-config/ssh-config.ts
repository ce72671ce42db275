import { hostPatternsMatch } from '../host-patterns.js';

/** What a file of `ssh_config(5)` says of one host. The values are as they stand there. */
export interface SshHostConfig {
  readonly hostname?: string;
  readonly port?: string;
  readonly proxyjump?: string;
  readonly proxycommand?: string;
  readonly connecttimeout?: string;
  readonly serveraliveinterval?: string;
  readonly bindaddress?: string;
}

/** The keywords that are read. */
const KEYWORDS: readonly (keyof SshHostConfig)[] = [
  'hostname',
  'port',
  'proxyjump',
  'proxycommand',
  'connecttimeout',
  'serveraliveinterval',
  'bindaddress',
];
/** What may stand before other lines and decides whether they count: without it the rest would be misread. */
const UNSUPPORTED = ['match', 'include'];

interface Block {
  readonly patterns: readonly string[];
  readonly values: Map<string, string>;
}

/** A line that cannot be taken as it is, with what is wrong. */
export class SshConfigFault extends Error {}

/** `Keyword value` or `Keyword=value`; the value may stand in quotes. */
const LINE = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(?:"([^"]*)"|(.*?))\s*$/;

function readLine(line: string, number: number): readonly [keyword: string, value: string] | undefined {
  if (/^\s*(?:#|$)/.test(line)) return undefined;
  const [, keyword, quoted, plain = ''] = LINE.exec(line) ?? [];
  if (keyword === undefined) throw new SshConfigFault(`line ${number} is not of the form "Keyword value"`);
  const name = keyword.toLowerCase();
  if (UNSUPPORTED.includes(name)) throw new SshConfigFault(`line ${number}: ${keyword} is not supported; use Host`);
  return [name, quoted ?? plain];
}

/** A file in the form of `ssh_config(5)`: of each keyword the first value that fits a host counts. */
export class SshConfig {
  private constructor(private readonly blocks: readonly Block[]) {}

  /** Throws `SshConfigFault`. Keywords that concern nothing here are passed over. */
  static parse(text: string): SshConfig {
    let block: Block = { patterns: ['*'], values: new Map() };
    const blocks = [block];
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      const [keyword = '', value = ''] = readLine(line, index + 1) ?? [];
      if (keyword === 'host') {
        block = { patterns: value.split(/[\s,"]+/).filter((pattern) => pattern !== ''), values: new Map() };
        blocks.push(block);
      } else if (KEYWORDS.some((known) => known === keyword) && !block.values.has(keyword)) {
        block.values.set(keyword, value);
      }
    }
    return new SshConfig(blocks);
  }

  of(host: string): SshHostConfig {
    const fitting = this.blocks.filter(({ patterns }) => hostPatternsMatch(patterns, host));
    const valueOf = (keyword: string) => fitting.find(({ values }) => values.has(keyword))?.values.get(keyword);
    const found = KEYWORDS.map((keyword) => [keyword, valueOf(keyword)] as const);
    return Object.fromEntries(found.filter(([, value]) => value !== undefined));
  }
}
