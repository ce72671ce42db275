import { type REJECTED, takes } from '../function-binding.js';
import { IpAddress, IpInterface, IpNetwork } from '../ip-address.js';
import { IpSyntaxError, type IpVersion } from '../ip-number.js';
import type { MatchContext } from '../match-context.js';
import { str } from '../python-format.js';
import { TtpRunError } from '../ttp.errors.js';
import { PyObject, variableOr, type PyDict, type PyValue } from '../values.js';
import { keepIf, textOf, type MatchFunction, type MatchFunctions } from './match-function.js';

type Ip = IpAddress | IpInterface;

function versionOf(args: readonly PyValue[]): IpVersion | undefined {
  if (args.includes('ipv4')) return 4;
  return args.includes('ipv6') ? 6 : undefined;
}

/** Reads an address, or with a blank or slash an interface; throws `IpSyntaxError`. */
export function parseIp(text: string, version?: IpVersion): Ip {
  if (!/[/ ]/.test(text) || (version === 6 && !text.includes('/'))) return IpAddress.parse(text, version);
  return IpInterface.parse(version === 6 ? text : text.replaceAll(' ', '/'), version);
}

/** Runs a function; what is no address is an error of the template's data. */
function orFail<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof IpSyntaxError)) throw error;
    throw new TtpRunError(error.message, { cause: error });
  }
}

function tryParse(value: PyValue, args: readonly PyValue[]): Ip | null {
  try {
    return parseIp(str(value), versionOf(args));
  } catch (error) {
    if (error instanceof IpSyntaxError) return null;
    throw error;
  }
}

/** The bits set in a dotted mask. */
function prefixLength(value: PyValue): PyValue {
  const octets = typeof value === 'string' ? value.split('.') : [];
  if (octets.length === 0 || !octets.every((octet) => /^\s*\d+\s*$/.test(octet))) return value;
  const bits = octets.map((octet) => Number(octet).toString(2).replaceAll('0', '').length);
  return bits.reduce((sum, count) => sum + count, 0);
}

const ADDRESS_FACTS = [
  ...['compressed', 'exploded', 'is_link_local', 'is_loopback', 'is_multicast', 'is_private', 'is_reserved'],
  ...['is_unspecified', 'max_prefixlen', 'version'],
];
const INTERFACE_FACTS = ['hostmask', 'ip', 'netmask', 'network', 'with_hostmask', 'with_netmask', 'with_prefixlen'];
const NETWORK_FACTS = ['broadcast_address', 'network_address', 'num_addresses', 'prefixlen'];

/** Addresses of a network that are no hosts. */
const NON_HOSTS = 2;

function addFacts(facts: PyDict, object: PyObject, names: readonly string[]): void {
  for (const name of names) {
    const value = object.attribute(name) ?? null;
    facts.set(name, value instanceof PyObject ? value.toString() : value);
  }
}

function ipInfo(value: PyValue, args: readonly PyValue[]): PyValue {
  const ip = typeof value === 'string' ? tryParse(value, args) : value;
  const facts: PyDict = new Map();
  if (ip instanceof IpAddress) {
    facts.set('ip', ip.toString());
    addFacts(facts, ip, ADDRESS_FACTS);
    return facts;
  }
  if (!(ip instanceof IpInterface)) return value;
  addFacts(facts, ip, [...ADDRESS_FACTS, ...INTERFACE_FACTS]);
  addFacts(facts, ip.network, NETWORK_FACTS);
  const count = facts.get('num_addresses');
  facts.set('hosts', typeof count === 'bigint' ? count - BigInt(NON_HOSTS) : Number(count) - NON_HOSTS);
  return facts;
}

function cidrMatch(
  value: PyValue,
  [prefix = null]: readonly PyValue[],
  { vars }: MatchContext,
): PyValue | typeof REJECTED {
  const ip = typeof value === 'string' ? tryParse(value, []) : value;
  if (!(ip instanceof IpAddress) && !(ip instanceof IpInterface)) return value;
  const wanted = orFail(() => IpNetwork.parse(str(variableOr(prefix, vars))));
  const network = ip instanceof IpInterface ? ip.network : IpInterface.parse(ip.toString()).network;
  return keepIf(wanted.overlaps(network), value);
}

/** Functions on IP addresses and networks. */
export const IP_FUNCTIONS: MatchFunctions = new Map<string, MatchFunction>([
  [
    'to_ip',
    {
      parameters: takes('*'),
      run: (value, args) => orFail(() => parseIp(textOf(value, 'to_ip'), versionOf(args))),
    },
  ],
  ['is_ip', { parameters: takes('*'), run: (value, args) => keepIf(tryParse(value, args) !== null, value) }],
  [
    'to_net',
    {
      parameters: takes('*'),
      run: (value, args) => orFail(() => IpNetwork.parse(textOf(value, 'to_net'), versionOf(args))),
    },
  ],
  ['to_cidr', { parameters: takes(), run: prefixLength }],
  ['ip_info', { parameters: takes('*'), run: ipInfo }],
  ['cidr_match', { parameters: takes('prefix'), run: cidrMatch }],
]);
