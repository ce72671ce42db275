import { createHmac, randomBytes } from 'node:crypto';
import type { OrderedCredential } from '../job-orders.types.js';

/**
 * Tells log-ins apart without their values. A stored one is its id. One that came with a request is its user and a digest of the
 * password, keyed with a secret that this process makes up and never shows: so an answer is given to those alone who prove the same
 * password, and whoever reads the store cannot try passwords out.
 */
export class LoginIdentity {
  readonly #key = randomBytes(32);

  of(credential: OrderedCredential): string {
    if (credential.type === 'stored') return `stored:${credential.credentialId}`;
    return `inline:${this.digest(credential.password.reveal())}:${credential.username}`;
  }

  /** A digest of a secret, for this process alone. */
  digest(secret: string): string {
    return createHmac('sha256', this.#key).update(secret).digest('base64url');
  }
}
