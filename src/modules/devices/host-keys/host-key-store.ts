import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { SharedState } from '../../state/shared-state.port.js';
import { StateUnavailableError } from '../../state/state.errors.js';
import { HostKey } from './host-key.js';
import type { HostAddress } from './known-hosts.js';

/** How a key came to be known. */
export type HostKeyOrigin = 'accepted' | 'imported';

/** A key that Tom expects of a host. */
export interface KnownHostKey extends HostAddress {
  readonly key: HostKey;
  readonly origin: HostKeyOrigin;
  /** Milliseconds since the epoch. */
  readonly knownSince: number;
}

/** A host's keys as they are stored. */
interface StoredKey {
  readonly key: string;
  readonly origin: HostKeyOrigin;
  readonly at: number;
}

const KEY = 'host_keys';
/** A change takes milliseconds: a turn that lasts longer was left behind by a process that is no more. */
const TURN_MS = 5_000;
/** Longest wait for the changes of others. */
const TURN_DEADLINE_MS = 15_000;
const RETRY_MS = 20;

function fieldOf({ host, port }: HostAddress): string {
  return `${host.toLowerCase()}:${port}`;
}

function read(field: string, value: string): KnownHostKey[] {
  const colon = field.lastIndexOf(':');
  const address = { host: field.slice(0, colon), port: Number(field.slice(colon + 1)) };
  return (JSON.parse(value) as StoredKey[]).flatMap(({ key, origin, at }) => {
    const hostKey = HostKey.ofBase64(key);
    return hostKey === undefined ? [] : [{ ...address, key: hostKey, origin, knownSince: at }];
  });
}

function written(keys: readonly Omit<KnownHostKey, keyof HostAddress>[]): string {
  return JSON.stringify(keys.map(({ key, origin, knownSince }) => ({ key: key.base64, origin, at: knownSince })));
}

/** The host keys that all of Tom's processes know, for as long as the shared store lives. Rejects with `StateUnavailableError`. */
@Injectable()
export class HostKeyStore {
  constructor(private readonly state: SharedState) {}

  async of(address: HostAddress): Promise<readonly KnownHostKey[]> {
    const field = fieldOf(address);
    const value = await this.state.getField(KEY, field);
    return value === undefined ? [] : read(field, value);
  }

  /** Every key, by host and port. */
  async list(): Promise<readonly KnownHostKey[]> {
    const fields = Object.entries(await this.state.getFields(KEY));
    return fields.sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([field, value]) => read(field, value));
  }

  /** Keeps the first key of a host; false when the host has a key already. */
  async accept(address: HostAddress, key: HostKey): Promise<boolean> {
    const value = written([{ key, origin: 'accepted', knownSince: Date.now() }]);
    return this.state.setFieldIfAbsent(KEY, fieldOf(address), value);
  }

  /** Has the host known by these keys, and the imported ones it had; keys that were accepted go, as nobody vouched for them. */
  import(address: HostAddress, keys: readonly HostKey[]): Promise<void> {
    return this.inTurn(address, () => this.add(address, keys));
  }

  /** Forgets every key of a host; true when there was one. */
  forget(address: HostAddress): Promise<boolean> {
    return this.inTurn(address, () => this.state.deleteField(KEY, fieldOf(address)));
  }

  private async add(address: HostAddress, keys: readonly HostKey[]): Promise<void> {
    const before = (await this.of(address)).filter(
      ({ origin, key }) => origin === 'imported' && !keys.some((one) => one.equals(key)),
    );
    const added = keys.map((key) => ({ key, origin: 'imported', knownSince: Date.now() }) as const);
    await this.state.setField(KEY, fieldOf(address), written([...before, ...added]));
  }

  /** One change of a host's keys at a time, over all processes: each is made of what was there before. */
  private async inTurn<T>(address: HostAddress, change: () => Promise<T>): Promise<T> {
    const turn = `host_keys_turn:${fieldOf(address)}`;
    const own = randomUUID();
    const endsAtMs = performance.now() + TURN_DEADLINE_MS;
    while ((await this.state.claim(turn, own, TURN_MS)) !== own) {
      if (performance.now() > endsAtMs) {
        throw new StateUnavailableError(
          `the keys of ${address.host}:${address.port} are being changed by others for ${TURN_DEADLINE_MS / 1000} s; try again`,
        );
      }
      await delay(RETRY_MS);
    }
    try {
      return await change();
    } finally {
      // It ends by itself, and the change is made.
      await this.state.releaseClaim(turn, own).catch(() => undefined);
    }
  }
}
