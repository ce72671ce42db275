import { createHmac } from 'node:crypto';
import { HostKey } from './host-key.js';

/** The address of an SSH server. */
export interface HostAddress {
  readonly host: string;
  readonly port: number;
}

/** A line of a `known_hosts` file (sshd(8)). */
export interface KnownHostsEntry {
  /** Number of the line, from 1. */
  readonly line: number;
  /** The key is one that nobody may take any more. */
  readonly isRevoked: boolean;
  readonly key: HostKey;
  /** The hosts it names in plain text; `undefined` when it has patterns or is hashed. */
  readonly hosts: readonly HostAddress[] | undefined;
  matches(address: HostAddress): boolean;
}

export interface KnownHosts {
  readonly entries: readonly KnownHostsEntry[];
  /** Lines that are not used, and why. */
  readonly faults: readonly string[];
}

const SSH_PORT = 22;
const BRACKETED = /^\[([^\]]+)\]:(\d{1,5})$/;

/** The name of a host in the file: with its port where that is not the usual one. */
function nameOf({ host, port }: HostAddress): string {
  return port === SSH_PORT ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
}

function addressOf(name: string): HostAddress {
  const [, host = name, port = String(SSH_PORT)] = BRACKETED.exec(name) ?? [];
  return { host: host.toLowerCase(), port: Number(port) };
}

/** `|1|salt|hash`: HMAC-SHA1 of the name. */
function hashMatches(hashed: string, name: string): boolean {
  const [, , salt = '', hash] = hashed.split('|');
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash;
}

function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i');
}

/** One that is matched after a `!` decides alone. */
function patternsMatch(patterns: readonly string[], name: string): boolean {
  const matching = patterns.filter((pattern) => wildcard(pattern.replace(/^!/, '')).test(name));
  return matching.length > 0 && !matching.some((pattern) => pattern.startsWith('!'));
}

function readLine(text: string, line: number): KnownHostsEntry | string {
  const fields = text.trim().split(/\s+/);
  const marker = fields[0]?.startsWith('@') === true ? fields.shift() : undefined;
  const [names = '', , base64 = ''] = fields;
  if (marker === '@cert-authority') return `line ${line}: certificates of hosts are not supported`;
  if (marker !== undefined && marker !== '@revoked') return `line ${line}: the marker ${marker} is unknown`;
  const key = HostKey.ofBase64(base64);
  if (key === undefined || key.type !== fields[1]) return `line ${line}: there is no key of type ${fields[1] ?? '""'}`;
  const isHashed = names.startsWith('|1|');
  const patterns = names.split(',');
  const isPlain = !isHashed && !patterns.some((pattern) => /[*?!]/.test(pattern));
  return {
    line,
    isRevoked: marker === '@revoked',
    key,
    hosts: isPlain ? patterns.map(addressOf) : undefined,
    matches: (address) => {
      const name = nameOf(address);
      return isHashed ? hashMatches(names, name) : patternsMatch(patterns, name);
    },
  };
}

/** Reads the text of a `known_hosts` file, hashed names, patterns and revoked keys included. */
export function parseKnownHosts(text: string): KnownHosts {
  const lines = text
    .split(/\r?\n/)
    .flatMap((line, index) => (/^\s*(#|$)/.test(line) ? [] : [readLine(line, index + 1)]));
  return {
    entries: lines.filter((line) => typeof line !== 'string'),
    faults: lines.filter((line) => typeof line === 'string'),
  };
}
