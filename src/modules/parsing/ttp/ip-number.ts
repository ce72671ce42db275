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

/** The number of a dotted IPv4 address; octets have no leading zeros. */
export function parseIpv4(text: string): bigint {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => /^(?:0|[1-9]\d{0,2})$/.test(octet) && Number(octet) <= 255)) {
    throw new IpSyntaxError(text, 'IPv4 address');
  }
  return octets.reduce((number, octet) => (number << 8n) | BigInt(octet), 0n);
}

function embedIpv4(text: string): string {
  const match = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (match === null) return text;
  const number = parseIpv4(match[2] ?? '');
  return `${match[1] ?? ''}${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`;
}

/** The number of an IPv6 address in any of its notations, without a zone. */
export function parseIpv6(text: string): bigint {
  const fault = new IpSyntaxError(text, 'IPv6 address');
  const halves = embedIpv4(text).split('::');
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) throw fault;
  const fields = [...head, ...Array.from({ length: missing }, () => '0'), ...tail];
  if (!fields.every((field) => /^[\da-fA-F]{1,4}$/.test(field))) throw fault;
  return fields.reduce((number, field) => (number << 16n) | BigInt(`0x${field}`), 0n);
}

function ipv6Fields(number: bigint): string[] {
  return Array.from({ length: 8 }, (_, index) => ((number >> BigInt(112 - 16 * index)) & 0xffffn).toString(16));
}

/** The longest run of zero fields, if longer than one, as start and length. */
function longestZeroRun(fields: readonly string[]): [number, number] {
  let best: [number, number] = [0, 1];
  for (let start = 0; start < fields.length; start++) {
    let length = 0;
    while (fields[start + length] === '0') length++;
    if (length > best[1]) best = [start, length];
  }
  return best;
}

/** An address in its usual notation. */
export function formatIp(number: bigint, version: IpVersion): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => (number >> shift) & 0xffn).join('.');
  const fields = ipv6Fields(number);
  const [start, length] = longestZeroRun(fields);
  if (length < 2) return fields.join(':');
  return `${fields.slice(0, start).join(':')}::${fields.slice(start + length).join(':')}`;
}

/** An address with all its digits. */
export function explodeIp(number: bigint, version: IpVersion): string {
  if (version === 4) return formatIp(number, version);
  return ipv6Fields(number)
    .map((field) => field.padStart(4, '0'))
    .join(':');
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
