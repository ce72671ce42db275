import type { CredentialRef } from '../credentials/credential.types.js';
import type { JobPayload } from './job.types.js';

/** The payload with no sealed password in it; the same object when it holds none. */
export function withoutSecrets(payload: JobPayload): JobPayload {
  // It may come from a queue, where anything can be.
  const credential = payload.credential as CredentialRef | undefined;
  if (credential?.type !== 'inlineSSH' || credential.sealedPassword === '') return payload;
  return { ...payload, credential: { ...credential, sealedPassword: '' } };
}
