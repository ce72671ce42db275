import { createPrivateKey, type KeyObject } from 'node:crypto';

const PKCS8 = /^\s*-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/;

/** Formats of PEM that SSH knows, by the type of the key. */
const PEM_TYPES: Readonly<Record<string, 'pkcs1' | 'sec1'>> = { rsa: 'pkcs1', ec: 'sec1' };

/**
 * A key in PKCS #8, which OpenSSL writes and SSH clients take, as older PEM; any other text as it is. A sentence in `fault`
 * where it cannot be read.
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
  const type = PEM_TYPES[key.asymmetricKeyType ?? ''];
  if (type === undefined) return { fault: `${key.asymmetricKeyType} keys are read in OpenSSH's own format alone` };
  return { text: key.export({ type, format: 'pem' }).toString() };
}
