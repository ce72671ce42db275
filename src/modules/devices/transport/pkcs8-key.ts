import { createPrivateKey, type KeyObject } from 'node:crypto';
import { opensshKeyOf } from './openssh-key.js';

const PKCS8 = /^\s*-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/;

function pem(key: KeyObject, type: 'pkcs1' | 'sec1'): string {
  return key.export({ type, format: 'pem' }).toString();
}

/** In a format that SSH knows, by the type of the key. */
const WRITERS: Readonly<Record<string, (key: KeyObject) => string>> = {
  rsa: (key) => pem(key, 'pkcs1'),
  ec: (key) => pem(key, 'sec1'),
  ed25519: opensshKeyOf,
};

/**
 * A key in PKCS #8, which OpenSSL writes and SSH clients take, in a format that SSH libraries read; any other text as it is. A
 * sentence in `fault` where it cannot be read.
 */
export function withoutPkcs8(text: string, passphrase: string | undefined): { text: string } | { fault: string } {
  const [header, encrypted] = PKCS8.exec(text) ?? [];
  if (header === undefined) return { text };
  if (encrypted !== undefined && passphrase === undefined) {
    return { fault: 'it is encrypted; add its passphrase to the credential' };
  }
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: text, passphrase });
  } catch {
    return { fault: encrypted === undefined ? 'it is damaged' : 'its passphrase is wrong' };
  }
  const write = WRITERS[key.asymmetricKeyType ?? ''];
  if (write === undefined) {
    return { fault: `it is a key of type ${key.asymmetricKeyType}; SSH takes RSA, ECDSA and Ed25519` };
  }
  return { text: write(key) };
}
