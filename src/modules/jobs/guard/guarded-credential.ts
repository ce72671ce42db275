import type { CredentialRef } from '../../credentials/credential.types.js';

/** What log-ins are told apart by: a stored credential by its id, one of a request by its user. */
export function guardedCredential(credential: CredentialRef): string {
  return credential.type === 'stored'
    ? storedCredentialName(credential.credentialId)
    : inlineCredentialName(credential.username);
}

export function storedCredentialName(id: string): string {
  return `credential "${id}"`;
}

export function inlineCredentialName(username: string): string {
  return `user "${username}" of a request`;
}
