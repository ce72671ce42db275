/** Output of one command, as it is kept. */
export interface CachedOutput {
  /** Text of the device. */
  readonly output: string;
  /** Lines the device logged at the prompt, where there were any. */
  readonly logLines?: readonly string[];
  /** The platform the device turned out to have, where its driver is `autodetect`. */
  readonly platform?: string;
}

/** What is kept of one command. */
export interface CacheEntry extends CachedOutput {
  /** The command, as normalised. */
  readonly command: string;
  /** Inventory name of the device; `null` where the request named host and driver itself. */
  readonly name: string | null;
  /** When the device was asked, in milliseconds since the epoch. */
  readonly at: number;
  /** How long it is kept from then on, in milliseconds. */
  readonly ttlMs: number;
  /** Epoch of the device when it was asked: see `CacheStore.read`. */
  readonly epoch: string;
}

/** All that an output depends on, beside its command. */
export interface CacheScope {
  /** As `deviceKey` gives it: `host:port`. */
  readonly device: string;
  /** Digest of platform, log-in, rights and options. */
  readonly digest: string;
}

/** Leave to keep the outputs of a job; it crosses the queue. */
export interface CacheTicket {
  /** `CacheScope.digest`. */
  readonly digest: string;
  /** Epoch of the device before the job was queued: what changes the device later makes the outputs worthless. */
  readonly epoch: string;
  readonly ttlMs: number;
}

/** A command the cache answers, and one it does not. */
export type CacheAnswer = { readonly status: 'hit'; readonly entry: CacheEntry } | { readonly status: 'miss' };

/** What a look-up gave. `error`: the store did not answer, and the cache is bypassed. */
export interface CacheLookup {
  readonly status: 'hit' | 'miss' | 'partial' | 'error';
  /** In the order of the commands. */
  readonly answers: readonly CacheAnswer[];
  /** Epoch of the device; `null` where the store did not answer. */
  readonly epoch: string | null;
}

/** A command that the cache holds the output of. */
export interface CachedCommand {
  readonly device: string;
  /** See `CacheEntry.name`. */
  readonly name: string | null;
  readonly command: string;
}
