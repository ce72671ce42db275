import { Address4, Address6 } from 'ip-address';

/** Bits of an address of each version. */
export const ADDRESS_BITS = { 4: 32, 6: 128 } as const;

export type IpVersion = keyof typeof ADDRESS_BITS;

/** A text that is no address, mask or network. */
export class IpSyntaxError extends Error {
  constructor(text: string, wanted: string) {
    super(`"${text}" is no ${wanted}`);
    this.name = 'IpSyntaxError';
  }
}

/** Runs what reads an address; throws `IpSyntaxError` where it cannot. */
function orSyntaxError<T>(text: string, wanted: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new IpSyntaxError(text, wanted);
  }
}

/** The number of a dotted IPv4 address; octets have no leading zeros. */
export function parseIpv4(text: string): bigint {
  if (!/^[\d.]+$/.test(text)) throw new IpSyntaxError(text, 'IPv4 address');
  return orSyntaxError(text, 'IPv4 address', () => new Address4(text).bigInt());
}

/** The number of an IPv6 address in any of its notations, without a zone. */
export function parseIpv6(text: string): bigint {
  if (!/^[\da-fA-F:.]+$/.test(text)) throw new IpSyntaxError(text, 'IPv6 address');
  return orSyntaxError(text, 'IPv6 address', () => new Address6(text).bigInt());
}

/** An address in its usual notation. */
export function formatIp(number: bigint, version: IpVersion): string {
  return (version === 4 ? Address4 : Address6).fromBigInt(number).correctForm();
}

/** An address with all its digits. */
export function explodeIp(number: bigint, version: IpVersion): string {
  return version === 4 ? formatIp(number, version) : Address6.fromBigInt(number).canonicalForm();
}

/** The mask of a prefix length. */
export function maskOf(prefixLength: number, version: IpVersion): bigint {
  const bits = ADDRESS_BITS[version];
  return ((1n << BigInt(prefixLength)) - 1n) << BigInt(bits - prefixLength);
}

function lengthOfMask(mask: bigint, version: IpVersion): number | null {
  for (let length = 0; length <= ADDRESS_BITS[version]; length++) if (maskOf(length, version) === mask) return length;
  return null;
}

/** The length of a prefix written as a number or, for IPv4, as a netmask or hostmask. */
export function parsePrefixLength(text: string, version: IpVersion): number {
  if (/^\d+$/.test(text)) {
    if (Number(text) <= ADDRESS_BITS[version]) return Number(text);
  } else if (version === 4) {
    const mask = parseIpv4(text);
    const length = lengthOfMask(mask, 4) ?? lengthOfMask(mask ^ 0xffffffffn, 4);
    if (length !== null) return length;
  }
  throw new IpSyntaxError(text, 'netmask');
}
