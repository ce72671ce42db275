import { base64url, generalDecrypt, type CryptoKey, type GeneralJWE } from 'jose';
import { Secret } from '../../../common/secret.js';
import type { Credential, InlineCredentialRef } from '../credential.types.js';
import { CredentialNotFoundError } from '../credentials.errors.js';
import { InlineCredentialOpener, type SealingTarget } from '../inline-credential-opener.port.js';
import { SEALING_ALGORITHM, SEALING_ENCRYPTION, secretBinding, sealingBinding } from '../sealing/sealing-binding.js';
import type { SealingKeyHolder } from '../sealing/sealing-key-holder.js';

/** Opens log-ins that were sealed (JSON Web Encryption) to this worker's key. */
export class JweInlineCredentialOpener extends InlineCredentialOpener {
  constructor(private readonly holder: SealingKeyHolder) {
    super();
  }

  override async open(ref: InlineCredentialRef, target: SealingTarget): Promise<Credential> {
    const { username, sealedPassword } = ref;
    const what = `the inline credential of user "${username}"`;
    const password = await this.decrypt(sealedPassword, sealingBinding(target, username), what);
    return { id: 'inline', username, password };
  }

  override async openSecret(sealed: string, target: SealingTarget): Promise<Secret> {
    return this.decrypt(sealed, secretBinding(target), 'the secret of the request');
  }

  /** Fails for a recipient that is another worker; each of them is tried. */
  private keyOf(kid: unknown): CryptoKey {
    const key = this.holder.key(typeof kid === 'string' ? kid : undefined);
    if (key === undefined) throw new Error('sealed to another key');
    return key;
  }

  private async decrypt(text: string, binding: Uint8Array, what: string): Promise<Secret> {
    try {
      const sealed = JSON.parse(text) as GeneralJWE;
      if (sealed.aad !== base64url.encode(binding)) throw new Error('sealed for another device');
      const { plaintext } = await generalDecrypt(sealed, (_, { header }) => this.keyOf(header?.kid), {
        keyManagementAlgorithms: [SEALING_ALGORITHM],
        contentEncryptionAlgorithms: [SEALING_ENCRYPTION],
      });
      return new Secret(new TextDecoder().decode(plaintext));
    } catch {
      // The cause is dropped on purpose: no part of a sealed or opened text belongs in an error.
      throw new CredentialNotFoundError(`${what} cannot be opened by this worker; send the request again`);
    }
  }
}
