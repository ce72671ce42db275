import { createHmac } from 'node:crypto';
import { hostPatternsMatch } from '../host-patterns.js';
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

const UNUSED_MARKERS: Readonly<Record<string, string>> = {
  '@cert-authority': 'certificates of hosts are not supported',
};

function readLine(text: string, line: number): KnownHostsEntry | string {
  const fields = text.trim().split(/\s+/);
  const marker = fields[0]?.startsWith('@') === true ? fields.shift() : undefined;
  const isRevoked = marker === '@revoked';
  if (marker !== undefined && !isRevoked) {
    return `line ${line}: ${UNUSED_MARKERS[marker] ?? `the marker ${marker} is unknown`}`;
  }
  const [names = '', type = '""', base64 = ''] = fields;
  const key = HostKey.ofBase64(base64);
  if (key?.type !== type) return `line ${line}: there is no key of type ${type}`;
  return { line, isRevoked, key, ...readNames(names) };
}

function readNames(names: string): Pick<KnownHostsEntry, 'hosts' | 'matches'> {
  if (names.startsWith('|1|')) {
    return { hosts: undefined, matches: (address) => hashMatches(names, nameOf(address)) };
  }
  const patterns = names.split(',');
  const isPlain = !patterns.some((pattern) => /[*?!]/.test(pattern));
  return {
    hosts: isPlain ? patterns.map(addressOf) : undefined,
    matches: (address) => hostPatternsMatch(patterns, nameOf(address)),
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
