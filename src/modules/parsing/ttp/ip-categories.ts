import { ADDRESS_BITS, maskOf, parseIpv4, parseIpv6, parsePrefixLength, type IpVersion } from './ip-number.js';

type Test = (number: bigint, version: IpVersion) => boolean;

function network(text: string): { number: bigint; mask: bigint } {
  const [address = '', suffix = ''] = text.split('/');
  const version = address.includes(':') ? 6 : 4;
  const mask = maskOf(parsePrefixLength(suffix, version), version);
  return { number: version === 6 ? parseIpv6(address) : parseIpv4(address), mask };
}

function within(ipv4: readonly string[], ipv6: readonly string[]): Test {
  const networks = { 4: ipv4.map(network), 6: ipv6.map(network) };
  return (address, version) => networks[version].some(({ number, mask }) => (address & mask) === number);
}

/** The special-purpose networks of the IANA registries, as Python 3.11 counts them. */
const isPrivate = within(
  [
    ...['0.0.0.0/8', '10.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/29', '192.0.0.170/31'],
    ...['192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '240.0.0.0/4'],
    '255.255.255.255/32',
  ],
  [
    ...['::1/128', '::/128', '::ffff:0:0/96', '100::/64', '2001::/23', '2001:2::/48', '2001:db8::/32', '2001:10::/28'],
    ...['fc00::/7', 'fe80::/10'],
  ],
);

const SHARED: Test = within(['100.64.0.0/10'], []);

const isReserved = within(
  ['240.0.0.0/4'],
  [
    ...['::/8', '100::/8', '200::/7', '400::/6', '800::/5', '1000::/4', '4000::/3', '6000::/3', '8000::/3'],
    ...['a000::/3', 'c000::/3', 'e000::/4', 'f000::/5', 'f800::/6', 'fe00::/9'],
  ],
);

/** The attributes of an address that say what kind it is. */
export const IP_CATEGORIES: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['is_private', isPrivate],
  ['is_global', (number, version) => !isPrivate(number, version) && !SHARED(number, version)],
  ['is_reserved', isReserved],
  ['is_link_local', within(['169.254.0.0/16'], ['fe80::/10'])],
  ['is_loopback', within(['127.0.0.0/8'], [`::1/${ADDRESS_BITS[6]}`])],
  ['is_multicast', within(['224.0.0.0/4'], ['ff00::/8'])],
  ['is_unspecified', (number) => number === 0n],
]);
