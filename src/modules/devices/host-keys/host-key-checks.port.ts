import type { HostAddress } from './known-hosts.js';

/**
 * Which keys of SSH servers are taken. `accept-new`: a server's first key is kept, and no other one taken later. `strict`:
 * only keys that were made known before. `off`: every key, and none is kept.
 */
export const HOST_KEY_POLICIES = ['accept-new', 'strict', 'off'] as const;
export type HostKeyPolicy = (typeof HOST_KEY_POLICIES)[number];

/** The check of one connection. */
export interface HostKeyCheck {
  /** Types of the keys the host is known by: it is to be asked for these first. */
  readonly knownTypes: readonly string[];

  /** Judges the key (in SSH's wire form) that the host shows, also when keys are exchanged again. Throws a `HostKeyError`. */
  judge(key: Buffer): void;

  /**
   * The host has proven that the key is its own: a new one is kept. To be awaited before the log-in. Rejects with
   * `HostKeyChangedError` when another connection has kept another key, or with `StateUnavailableError`.
   */
  confirm(): Promise<void>;
}

/** Decides on the keys of SSH servers. */
export abstract class HostKeyChecks {
  /** `undefined`: every key is taken. Rejects with `StateUnavailableError`. */
  abstract begin(address: HostAddress, policy: HostKeyPolicy): Promise<HostKeyCheck | undefined>;
}
