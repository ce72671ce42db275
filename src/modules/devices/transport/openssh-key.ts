import type { KeyObject } from 'node:crypto';
import { sshString } from './ssh-string.js';

const TYPE = 'ssh-ed25519';
/** Unencrypted contents are padded to it. */
const BLOCK_SIZE = 8;
/** Two equal numbers, by which a reader sees that it decrypted well. */
const CHECK = Buffer.alloc(8);
const ONE_KEY = Buffer.from([0, 0, 0, 1]);

/** An Ed25519 key in OpenSSH's own format (its PROTOCOL.key), unencrypted: the only one in which SSH libraries read such keys. */
export function opensshKeyOf(key: KeyObject): string {
  const { x = '', d = '' } = key.export({ format: 'jwk' });
  const [publicKey, seed] = [Buffer.from(x, 'base64url'), Buffer.from(d, 'base64url')];
  const comment = sshString('');
  const fields = [CHECK, sshString(TYPE), sshString(publicKey), sshString(Buffer.concat([seed, publicKey])), comment];
  const secret = Buffer.concat(fields);
  const padding = Buffer.from(Array.from({ length: -secret.length & (BLOCK_SIZE - 1) }, (_, index) => index + 1));
  const bytes = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...['none', 'none', ''].map(sshString),
    ONE_KEY,
    sshString(Buffer.concat([sshString(TYPE), sshString(publicKey)])),
    sshString(Buffer.concat([secret, padding])),
  ]);
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${bytes.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`;
}
