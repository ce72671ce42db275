import ssh2, { type ParsedKey } from 'ssh2';
import type { Credential } from '../../credentials/credential.types.js';
import { UnusableKeyError } from '../devices.errors.js';
import { withoutPkcs8 } from './pkcs8-key.js';
import { certifiedKey } from './ssh-certificate.js';

/** ssh2's sentences on a key, and ours: its own may quote the key. */
const REASONS: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/no passphrase given/i, 'it is encrypted; add its passphrase to the credential'],
  [/bad passphrase|integrity check failed|bad decrypt|wrong passphrase/i, 'its passphrase is wrong'],
  [
    /unsupported (?:key )?(?:format|type|cipher|algorithm)/i,
    'it is of no kind that is known (OpenSSH, PEM and PuTTY are)',
  ],
];

/** The private key of a credential, ready to sign; `undefined` where it has none. Throws `UnusableKeyError`. */
export function privateKeyOf({ id, privateKey }: Credential): ParsedKey | undefined {
  if (privateKey === undefined) return undefined;
  const unusable = (reason: string): UnusableKeyError =>
    new UnusableKeyError(`the private key of credential "${id}" cannot be used: ${reason}`);
  const passphrase = privateKey.passphrase?.reveal();
  const readable = withoutPkcs8(privateKey.key.reveal(), passphrase);
  if ('fault' in readable) throw unusable(readable.fault);
  const parsed = ssh2.utils.parseKey(readable.text, passphrase);
  if (parsed instanceof Error) {
    throw unusable(REASONS.find(([pattern]) => pattern.test(parsed.message))?.[1] ?? 'it is damaged');
  }
  const [key] = [parsed].flat();
  if (key === undefined || !key.isPrivateKey()) throw unusable('it is a public key');
  if (privateKey.certificate === undefined) return key;
  const certified = certifiedKey(key, privateKey.certificate);
  if (typeof certified === 'string') throw unusable(certified);
  return certified;
}
