/** FNV-1a, 32 bits: offset basis and prime of the draft-eastlake-fnv specification. */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** What Tom takes for one device, whichever inventory name or raw request led there: `host:port`. */
export function deviceKey(device: { readonly host: string; readonly port: number }): string {
  return `${device.host.toLowerCase()}:${device.port}`;
}

/** The partition of a device key, from 0 to `partitions` - 1: the same in every process and every version. */
export function partitionOf(key: string, partitions: number): number {
  let hash = FNV_OFFSET;
  for (const byte of Buffer.from(key)) hash = Math.imul(hash ^ byte, FNV_PRIME);
  // FNV leaves its low bits the least mixed; the high half is folded in.
  return ((hash ^ (hash >>> 16)) >>> 0) % partitions;
}
