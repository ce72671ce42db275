import type { CredentialRef } from '../credentials/credential.types.js';
import type { JobPayload } from './job.types.js';

/** The payload with no sealed password or secret in it; the same object when it holds none. */
export function withoutSecrets(payload: JobPayload): JobPayload {
  // It may come from a queue, where anything can be.
  const credential = payload.credential as CredentialRef | undefined;
  const hasPassword = credential?.type === 'inlineSSH' && credential.sealedPassword !== '';
  const hasSecret = 'sealedSecret' in payload && Boolean(payload.sealedSecret);
  if (!hasPassword && !hasSecret) return payload;
  return {
    ...payload,
    ...(hasPassword ? { credential: { ...credential, sealedPassword: '' } } : {}),
    ...(hasSecret ? { sealedSecret: '' } : {}),
  };
}
