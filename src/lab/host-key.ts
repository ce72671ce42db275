import ssh2 from 'ssh2';

/** A new Ed25519 host key, in OpenSSH's format. ssh2 1.17 writes about one in 250 in a way that it cannot read itself. */
export function newHostKey(): string {
  for (;;) {
    const key = ssh2.utils.generateKeyPairSync('ed25519').private;
    if (!(ssh2.utils.parseKey(key) instanceof Error)) return key;
  }
}
