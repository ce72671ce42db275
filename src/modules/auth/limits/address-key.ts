import { Address6 } from 'ip-address';

/** Bits of an IPv6 address that name a subscriber: whoever has one address of the network has all of them. */
const SUBSCRIBER_BITS = 64;

/** Under what the requests from an address are counted together: an IPv4 address, or the network of an IPv6 one. */
export function addressKey(address: string): string {
  if (!address.includes(':')) return address;
  try {
    const parsed = new Address6(address);
    if (parsed.isMapped4()) return parsed.to4().correctForm();
    return new Address6(`${parsed.addressMinusSuffix}/${SUBSCRIBER_BITS}`).startAddress().correctForm();
  } catch {
    return address;
  }
}
