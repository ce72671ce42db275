import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';

/** What stands before the 32 bytes of an Ed25519 key in PKCS #8 (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const TYPE = 'ssh-ed25519';

/** A length and the bytes, as SSH writes them. */
function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function publicBytes(seed: Buffer): Buffer {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
}

/**
 * The Ed25519 host key that belongs to a text, in OpenSSH's format (PROTOCOL.key), the same each time: who has seen a lab
 * before knows it again. Good for the loopback alone, as anybody can make it.
 */
export function hostKeyOf(text: string): string {
  const seed = createHash('sha256').update(text).digest();
  const publicKey = publicBytes(seed);
  const checks = Buffer.alloc(8, 1);
  const secret = [checks, field(TYPE), field(publicKey), field(Buffer.concat([seed, publicKey])), field('')];
  const length = secret.reduce((sum, { length }) => sum + length, 0);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7].slice(0, (8 - (length % 8)) % 8));
  const count = Buffer.from([0, 0, 0, 1]);
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...[field('none'), field('none'), field(''), count],
    field(Buffer.concat([field(TYPE), field(publicKey)])),
    field(Buffer.concat([...secret, padding])),
  ]);
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join('\n');
}
