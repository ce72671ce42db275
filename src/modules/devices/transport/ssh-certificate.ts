import type { Client, ParsedKey } from 'ssh2';
import { sshString } from './ssh-string.js';

/** By the type of a certificate (OpenSSH's PROTOCOL.certkeys): the algorithm it logs in with, and that of its signature. */
const ALGORITHMS: Readonly<
  Record<string, { readonly login: string; readonly signature: string; readonly hash?: string }>
> = {
  'ssh-ed25519-cert-v01@openssh.com': { login: 'ssh-ed25519-cert-v01@openssh.com', signature: 'ssh-ed25519' },
  'ssh-rsa-cert-v01@openssh.com': {
    login: 'rsa-sha2-512-cert-v01@openssh.com',
    signature: 'rsa-sha2-512',
    hash: 'sha512',
  },
};

/** The part of ssh2's protocol that is changed here. */
interface Protocol {
  readonly _packetRW: {
    readonly write: { readonly allocStart: number; alloc(length: number): Buffer; finalize(packet: Buffer): Buffer };
  };
  authPK(
    user: string,
    key: ParsedKey,
    algorithm: string | undefined,
    sign?: (data: Buffer, done: (s: Buffer) => void) => void,
  ): void;
}

/** A key that shows its certificate in place of its public half; a sentence when the certificate cannot be used. */
export function certifiedKey(key: ParsedKey, certificate: string): ParsedKey | string {
  const [type = '', base64 = ''] = certificate.trim().split(/\s+/);
  const algorithms = ALGORITHMS[type];
  if (algorithms === undefined) return `its certificate is none of ${Object.keys(ALGORITHMS).join(', ')}`;
  const blob = Buffer.from(base64, 'base64');
  return Object.create(key, {
    type: { value: algorithms.login },
    getPublicSSH: { value: () => blob },
    sign: { value: (data: Buffer) => key.sign(data, algorithms.hash) },
  }) as ParsedKey;
}

/** Where the length of the string at `offset` ends and the next one starts. */
function afterString(packet: Buffer, offset: number): number {
  return offset + 4 + packet.readUInt32BE(offset);
}

/** The request with the signature named by the algorithm that made it, which is what OpenSSH wants. */
function renamed(packet: Buffer, start: number, signatureName: string): Buffer {
  let offset = start + 1;
  for (let field = 0; field < 3; field++) offset = afterString(packet, offset);
  offset = afterString(packet, afterString(packet, offset + 1));
  const signature = packet.subarray(afterString(packet, offset + 4));
  const bytes = signature.subarray(4, afterString(signature, 0));
  return Buffer.concat([
    packet.subarray(start, offset),
    sshString(Buffer.concat([sshString(signatureName), sshString(bytes)])),
  ]);
}

/** ssh2 names the signature by the certificate's algorithm, and OpenSSH refuses that. Call it when `client` connects. */
export function nameSignatureByKey(client: Client): void {
  const { _protocol: protocol } = client as unknown as { readonly _protocol: Protocol };
  const authPK = protocol.authPK.bind(protocol);
  protocol.authPK = (user, key, algorithm, sign) => {
    const algorithms = Object.values(ALGORITHMS).find(({ login }) => login === key.type);
    if (sign === undefined || algorithms === undefined) {
      authPK(user, key, algorithm, sign);
      return;
    }
    authPK(user, key, algorithm, (data, done) =>
      sign(data, (signature) => {
        const { write } = protocol._packetRW;
        const finalize = write.finalize.bind(write);
        write.finalize = (packet) => {
          write.finalize = finalize;
          const payload = renamed(packet, write.allocStart, algorithms.signature);
          const changed = write.alloc(payload.length);
          changed.set(payload, write.allocStart);
          return finalize(changed);
        };
        done(signature);
      }),
    );
  };
}
