import { HostKey } from './host-key.js';
import { HostKeyChecks, type HostKeyCheck, type HostKeyPolicy } from './host-key-checks.port.js';
import { HostKeyEvents } from './host-key-events.js';
import type { HostKeyStore } from './host-key-store.js';
import {
  HostKeyChangedError,
  HostKeyRevokedError,
  HostKeyUnknownError,
  HostKeyUnreadableError,
} from './host-keys.errors.js';
import type { HostAddress, KnownHostsEntry } from './known-hosts.js';
import type { KnownHostsFile } from './known-hosts-file.js';

/** A key that is expected of a host. */
interface ExpectedKey {
  readonly key: HostKey;
  /** Where it is known from, and how it can be made unknown. */
  readonly source: string;
  readonly remedy: string;
}

/** Host keys by the file of known hosts, where it names the host, and by what Tom has seen. */
export class KnownHostKeyChecks extends HostKeyChecks {
  constructor(
    private readonly store: HostKeyStore,
    private readonly file: KnownHostsFile,
    private readonly events = new HostKeyEvents(),
  ) {
    super();
  }

  async begin(address: HostAddress, policy: HostKeyPolicy): Promise<HostKeyCheck | undefined> {
    if (policy === 'off') return undefined;
    const lines = this.file.of(address);
    const named = lines.filter(({ isRevoked }) => !isRevoked).map(ofFile);
    const expected = named.length > 0 ? named : await this.seen(address);
    return new KnownHostKeyCheck(address, policy, expected, {
      revoked: lines.filter(({ isRevoked }) => isRevoked).map(({ key }) => key),
      events: this.events,
      keep: async (key) => ((await this.store.accept(address, key)) ? [] : this.seen(address)),
    });
  }

  private async seen(address: HostAddress): Promise<ExpectedKey[]> {
    return (await this.store.of(address)).map(({ key, origin, knownSince }) => ({
      key,
      source: `${origin} ${new Date(knownSince).toISOString()}`,
      remedy: `delete the known key (DELETE /api/host_keys?host=${address.host}&port=${address.port})`,
    }));
  }
}

function ofFile({ key, line }: KnownHostsEntry): ExpectedKey {
  return { key, source: `line ${line} of known_hosts_file`, remedy: 'change known_hosts_file' };
}

interface KeyKeeper {
  readonly revoked: readonly HostKey[];
  readonly events: HostKeyEvents;
  /** Keeps the host's first key; gives the keys it has when it has some already. */
  keep(key: HostKey): Promise<readonly ExpectedKey[]>;
}

class KnownHostKeyCheck implements HostKeyCheck {
  private shown: HostKey | undefined;

  constructor(
    private readonly address: HostAddress,
    private readonly policy: HostKeyPolicy,
    private expected: readonly ExpectedKey[],
    private readonly keeper: KeyKeeper,
  ) {}

  get knownTypes(): readonly string[] {
    return [...new Set(this.expected.map(({ key }) => key.type))];
  }

  judge(blob: Buffer): void {
    const key = HostKey.ofBlob(blob);
    if (key === undefined) throw this.unreadable();
    if (this.keeper.revoked.some((one) => one.equals(key))) throw this.revoked(key);
    if (this.shown !== undefined && !this.shown.equals(key)) throw this.changed(key);
    if (this.expected.length > 0 && !this.knows(key)) throw this.changed(key);
    if (this.expected.length === 0 && this.policy === 'strict') throw this.unknown(key);
    this.shown = key;
  }

  async confirm(): Promise<void> {
    const { shown } = this;
    if (shown === undefined) return;
    const isKnown = this.expected.length > 0;
    if (!isKnown) this.expected = await this.keeper.keep(shown);
    if (this.expected.length > 0 && !this.knows(shown)) throw this.changed(shown);
    this.keeper.events.tell(isKnown ? 'known' : 'accepted', this.address, shown);
  }

  private get name(): string {
    return `${this.address.host}:${this.address.port}`;
  }

  private knows(key: HostKey): boolean {
    return this.expected.some((known) => known.key.equals(key));
  }

  private unreadable(): HostKeyUnreadableError {
    this.keeper.events.tell('unreadable', this.address);
    return new HostKeyUnreadableError(`${this.name} shows a host key that cannot be read`);
  }

  private changed(key: HostKey): HostKeyChangedError {
    this.keeper.events.tell('changed', this.address, key);
    const known = this.expected.map((one) => `${String(one.key)}, ${one.source}`).join('; ');
    const remedy = this.expected[0]?.remedy ?? 'try again';
    return new HostKeyChangedError(
      `${this.name} shows another host key (${String(key)}) than it is known by (${known || 'it changed meanwhile'}): ` +
        `it was replaced, or somebody stands between. If it was replaced, ${remedy}`,
      { details: { shown: String(key), known: this.expected.map((one) => String(one.key)) } },
    );
  }

  private unknown(key: HostKey): HostKeyUnknownError {
    this.keeper.events.tell('unknown', this.address, key);
    return new HostKeyUnknownError(
      `${this.name} is not known, and host_key_policy is strict (its key is ${String(key)}). Make its key known by ` +
        'POST /api/host_keys or known_hosts_file, or use host_key_policy: accept-new',
      { details: { shown: String(key) } },
    );
  }

  private revoked(key: HostKey): HostKeyRevokedError {
    this.keeper.events.tell('revoked', this.address, key);
    return new HostKeyRevokedError(`${this.name} shows a host key that known_hosts_file revokes (${String(key)})`, {
      details: { shown: String(key) },
    });
  }
}
