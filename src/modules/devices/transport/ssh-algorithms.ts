import type { Algorithms } from 'ssh2';
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

/** What ssh2 is to offer; `undefined` for what it offers by itself. */
export function algorithmsOf(profile: AlgorithmProfile): Algorithms | undefined {
  return profile === 'legacy' ? LEGACY : undefined;
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
