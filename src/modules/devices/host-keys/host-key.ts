import { createHash } from 'node:crypto';

/** The type that stands at the start of a key's wire form (RFC 4253, 6.6); `undefined` when there is none. */
function typeOf(blob: Buffer): string | undefined {
  if (blob.length < 4) return undefined;
  const length = blob.readUInt32BE(0);
  const type = blob.toString('latin1', 4, 4 + length);
  return length > 0 && length <= 64 && type.length === length ? type : undefined;
}

/** The public key of an SSH server. */
export class HostKey {
  private constructor(
    /** Such as `ssh-ed25519`. */
    readonly type: string,
    private readonly blob: Buffer,
  ) {}

  /** The key in SSH's wire form; `undefined` when it is none. */
  static ofBlob(blob: Buffer): HostKey | undefined {
    const type = typeOf(blob);
    return type === undefined ? undefined : new HostKey(type, blob);
  }

  /** As it stands in files of OpenSSH; `undefined` when it is no key. */
  static ofBase64(text: string): HostKey | undefined {
    return /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? HostKey.ofBlob(Buffer.from(text, 'base64')) : undefined;
  }

  get base64(): string {
    return this.blob.toString('base64');
  }

  /** As `ssh-keygen -l` shows it. */
  get fingerprint(): string {
    return `SHA256:${createHash('sha256').update(this.blob).digest('base64').replace(/=+$/, '')}`;
  }

  equals(other: HostKey): boolean {
    return this.blob.equals(other.blob);
  }

  toString(): string {
    return `${this.type} ${this.fingerprint}`;
  }
}
