import { Injectable } from '@nestjs/common';
import type { HostKey } from './host-key.js';
import { HostKeyStore, type KnownHostKey } from './host-key-store.js';
import { parseKnownHosts, type HostAddress, type KnownHostsEntry } from './known-hosts.js';

/** What became of a text with known hosts. */
export interface HostKeyImport {
  /** Hosts and ports whose keys are known now. */
  readonly imported: number;
  /** Lines that were not taken, and why. */
  readonly skipped: readonly string[];
}

/** Puts sentences about lines in the order of the lines. */
const byNumber = new Intl.Collator('en', { numeric: true });

function whyNot({ line, isRevoked, hosts }: KnownHostsEntry): string | undefined {
  if (isRevoked) return `line ${line}: revoked keys are taken from known_hosts_file alone`;
  return hosts === undefined
    ? `line ${line}: hashed names and patterns are taken from known_hosts_file alone`
    : undefined;
}

/** Shows and changes the known host keys, for those who run Tom. Rejects with `StateUnavailableError`. */
@Injectable()
export class HostKeyBook {
  constructor(private readonly store: HostKeyStore) {}

  /** Keys of a host, or of all. */
  async list(host: string | null): Promise<readonly KnownHostKey[]> {
    const keys = await this.store.list();
    return host === null ? keys : keys.filter((key) => key.host === host.toLowerCase());
  }

  /** Forgets the keys of a host, at one port or at all; gives at how many. */
  async forget(host: string, port: number | null): Promise<number> {
    const keys = await this.list(host);
    const ports = new Set(keys.flatMap((key) => (key.port === (port ?? key.port) ? [key.port] : [])));
    const forgotten = await Promise.all([...ports].map((one) => this.store.forget({ host, port: one })));
    return forgotten.filter(Boolean).length;
  }

  /** Makes the keys in the text of a `known_hosts` file known. */
  async import(text: string): Promise<HostKeyImport> {
    const { entries, faults } = parseKnownHosts(text);
    const byHost = new Map<string, { address: HostAddress; keys: HostKey[] }>();
    const skipped = [...faults];
    for (const entry of entries) {
      const reason = whyNot(entry);
      if (reason !== undefined) skipped.push(reason);
      else for (const address of entry.hosts ?? []) note(byHost, address, entry.key);
    }
    for (const { address, keys } of byHost.values()) await this.store.import(address, keys);
    return { imported: byHost.size, skipped: skipped.sort(byNumber.compare) };
  }
}

function note(
  byHost: Map<string, { address: HostAddress; keys: HostKey[] }>,
  address: HostAddress,
  key: HostKey,
): void {
  const name = `${address.host}:${address.port}`;
  const known = byHost.get(name) ?? { address, keys: [] };
  known.keys.push(key);
  byHost.set(name, known);
}
