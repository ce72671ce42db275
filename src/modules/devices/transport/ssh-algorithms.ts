import type { Algorithms, ServerHostKeyAlgorithm } from 'ssh2';
import type { AlgorithmProfile } from './transport.port.js';

/**
 * Offered after the modern ones, the stronger first. All of them are withdrawn by OpenSSH (RFC 8758, RFC 9142), yet
 * devices of before about 2015 have nothing else.
 */
const LEGACY: Algorithms = {
  kex: {
    append: ['diffie-hellman-group-exchange-sha1', 'diffie-hellman-group14-sha1', 'diffie-hellman-group1-sha1'],
    prepend: [],
    remove: [],
  },
  serverHostKey: { append: ['ssh-dss'], prepend: [], remove: [] },
  cipher: { append: ['aes256-cbc', 'aes192-cbc', 'aes128-cbc', '3des-cbc'], prepend: [], remove: [] },
  hmac: { append: ['hmac-sha1-96', 'hmac-md5', 'hmac-md5-96'], prepend: [], remove: [] },
};

/** Signature algorithms of the types of host keys that have more than one, the stronger first (RFC 8332). */
const SIGNATURES: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
};
const HOST_KEY_TYPES: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
];

/**
 * What ssh2 is to offer; `undefined` for what it offers by itself. A host is asked first for the types of key it is known
 * by: one that gets a further key is not taken for another host.
 */
export function algorithmsOf(profile: AlgorithmProfile, knownTypes: readonly string[] = []): Algorithms | undefined {
  const usual = profile === 'legacy' ? LEGACY : undefined;
  const first = knownTypes.flatMap((type) => SIGNATURES[type] ?? HOST_KEY_TYPES.filter((known) => known === type));
  if (first.length === 0) return usual;
  // In this order: ssh2 leaves one where it is that is there already.
  const serverHostKey = { remove: first, prepend: first, append: usual === undefined ? [] : ['ssh-dss' as const] };
  return { ...usual, serverHostKey };
}

/** ssh2's names for what the host offers, as they stand in its trace of a handshake. */
const OFFER = /^Handshake: \(remote\) ([^:]+): (.*)$/;

/** Reads what the host offers from ssh2's trace; it is told nowhere else. */
export class OfferTrace {
  private readonly offers: Record<string, string> = {};
  private isOver = false;

  readonly trace = (message: string): void => {
    if (this.isOver) return;
    const [, kind, names] = OFFER.exec(message) ?? [];
    if (kind !== undefined && names !== undefined) this.offers[kind] = names;
  };

  /** The handshake is done: nothing more is of interest. */
  end(): void {
    this.isOver = true;
  }

  get offered(): Readonly<Record<string, string>> {
    return this.offers;
  }
}
