import { base64url, generalDecrypt, type GeneralJWE } from 'jose';
import { Secret } from '../../../common/secret.js';
import type { Credential, InlineCredentialRef } from '../credential.types.js';
import { CredentialNotFoundError } from '../credentials.errors.js';
import { InlineCredentialOpener, type SealingTarget } from '../inline-credential-opener.port.js';
import { SEALING_ALGORITHM, SEALING_ENCRYPTION, sealingBinding } from '../sealing/sealing-binding.js';
import type { SealingKeyHolder } from '../sealing/sealing-key-holder.js';

/** Opens log-ins that were sealed (JSON Web Encryption) to this worker's key. */
export class JweInlineCredentialOpener extends InlineCredentialOpener {
  constructor(private readonly holder: SealingKeyHolder) {
    super();
  }

  override async open(ref: InlineCredentialRef, target: SealingTarget): Promise<Credential> {
    const plaintext = await this.decrypt(ref, target);
    return { id: 'inline', username: ref.username, password: new Secret(new TextDecoder().decode(plaintext)) };
  }

  private async decrypt(ref: InlineCredentialRef, target: SealingTarget): Promise<Uint8Array> {
    try {
      const sealed = JSON.parse(ref.sealedPassword) as GeneralJWE;
      if (sealed.aad !== base64url.encode(sealingBinding(target, ref.username)))
        throw new Error('sealed for another device');
      const { plaintext } = await generalDecrypt(sealed, this.holder.key(), {
        keyManagementAlgorithms: [SEALING_ALGORITHM],
        contentEncryptionAlgorithms: [SEALING_ENCRYPTION],
      });
      return plaintext;
    } catch {
      // The cause is dropped on purpose: no part of a sealed or opened text belongs in an error.
      throw new CredentialNotFoundError(
        `the inline credential of user "${ref.username}" cannot be opened by this worker; send the request again`,
      );
    }
  }
}
