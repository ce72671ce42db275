import { CredentialNotFoundError } from './credentials.errors.js';

/** Parts that would lead out of the folder of a store, or that no store can name. */

const UNUSABLE = /^\.{0,2}$|[\x00-\x1f\x7f\\]/;

/** The parts of an id between its slashes. @throws CredentialNotFoundError for one that can be in no store */
export function partsOfId(id: string): string[] {
  const parts = id.split('/');
  if (parts.some((part) => UNUSABLE.test(part))) {
    throw new CredentialNotFoundError(
      `credential ${JSON.stringify(id)} can be in no store: an id has no empty part, no "..", no backslash and no control character`,
    );
  }
  return parts;
}
