import { Injectable } from '@nestjs/common';
import { GeneralEncrypt, importJWK } from 'jose';
import type { Secret } from '../../../common/secret.js';
import { Settings } from '../../../config/settings.js';
import type { InlineCredentialRef } from '../credential.types.js';
import { InlineCredentialsDisabledError, NoSealingKeyError } from '../credentials.errors.js';
import type { SealingTarget } from '../inline-credential-opener.port.js';
import { SEALING_ALGORITHM, SEALING_ENCRYPTION, sealingBinding, secretBinding } from './sealing-binding.js';
import { SealingKeyDirectory } from './sealing-key-directory.js';

/**
 * Seals a password that came with a request, before it enters the queue: to the public keys of the workers,
 * so that neither a controller nor Redis can open it, and bound to the device and the user it is for.
 */
@Injectable()
export class InlineCredentialSealer {
  constructor(
    private readonly directory: SealingKeyDirectory,
    private readonly settings: Settings,
  ) {}

  /** @throws InlineCredentialsDisabledError, or NoSealingKeyError when no worker is there that could open it */
  async seal(username: string, password: Secret, target: SealingTarget): Promise<InlineCredentialRef> {
    this.checkAllowed('username and password');
    const sealedPassword = await this.encrypt(password, sealingBinding(target, username));
    return { type: 'inlineSSH', username, sealedPassword };
  }

  /** Seals an enable secret likewise. @throws as `seal` */
  async sealSecret(secret: Secret, target: SealingTarget): Promise<string> {
    this.checkAllowed('a secret');
    return this.encrypt(secret, secretBinding(target));
  }

  /** Seals an enable secret that came with no request but from the inventory. @throws NoSealingKeyError */
  async sealOwnSecret(secret: Secret, target: SealingTarget): Promise<string> {
    return this.encrypt(secret, secretBinding(target));
  }

  private checkAllowed(fields: string): void {
    if (!this.settings.jobs.allowInlineCredentials) {
      throw new InlineCredentialsDisabledError(
        `${fields} in a request are not allowed here; leave them out to use the stored credential, or set allow_inline_credentials`,
      );
    }
  }

  private async encrypt(secret: Secret, binding: Uint8Array): Promise<string> {
    const keys = await this.directory.list();
    if (keys.length === 0) {
      throw new NoSealingKeyError(
        'no worker is running that could take an inline credential; try again when one is up',
      );
    }
    const encryption = new GeneralEncrypt(new TextEncoder().encode(secret.reveal()))
      .setProtectedHeader({ enc: SEALING_ENCRYPTION })
      .setAdditionalAuthenticatedData(binding);
    for (const { kid, jwk } of keys) {
      encryption
        .addRecipient(await importJWK(jwk, SEALING_ALGORITHM))
        .setUnprotectedHeader({ alg: SEALING_ALGORITHM, kid });
    }
    return JSON.stringify(await encryption.encrypt());
  }
}
