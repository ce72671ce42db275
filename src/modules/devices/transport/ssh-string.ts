/** Bytes with their length before them, as SSH writes a string (RFC 4251, 5). */
export function sshString(bytes: Buffer | string): Buffer {
  const content = Buffer.from(bytes);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  return Buffer.concat([length, content]);
}
