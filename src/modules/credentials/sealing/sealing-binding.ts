import type { SealingTarget } from '../inline-credential-opener.port.js';

/** Key agreement and key wrapping of a sealed log-in (RFC 7518, RFC 8037). */
export const SEALING_ALGORITHM = 'ECDH-ES+A256KW';
/** Content encryption of a sealed log-in (RFC 7518). */
export const SEALING_ENCRYPTION = 'A256GCM';

/** What a sealed password is bound to, so that it opens for this device and user alone. */
export function sealingBinding(target: SealingTarget, username: string): Uint8Array {
  return new TextEncoder().encode(JSON.stringify([target.host, target.port, username]));
}

/** Likewise for an enable secret, which opens in place of no password. */
export function secretBinding(target: SealingTarget): Uint8Array {
  return new TextEncoder().encode(JSON.stringify([target.host, target.port, null, 'enable']));
}
