import {
  ADDRESS_BITS,
  IpSyntaxError,
  explodeIp,
  formatIp,
  maskOf,
  parseIpv4,
  parseIpv6,
  parsePrefixLength,
  type IpVersion,
} from './ip-number.js';
import { IP_CATEGORIES } from './ip-categories.js';
import { PyObject, integer, type PyValue } from './values.js';

function parseNumber(text: string, version: IpVersion | undefined): [bigint, IpVersion] {
  const isIpv6 = version === undefined ? text.includes(':') : version === 6;
  return isIpv6 ? [parseIpv6(text), 6] : [parseIpv4(text), 4];
}

/** An IP address with the attributes it has in Python. */
export class IpAddress extends PyObject {
  constructor(
    readonly number: bigint,
    readonly version: IpVersion,
  ) {
    super();
  }

  /** Reads an address; throws `IpSyntaxError`. */
  static parse(text: string, version?: IpVersion): IpAddress {
    return new IpAddress(...parseNumber(text, version));
  }

  get typeName(): string {
    return `ipaddress.IPv${this.version}Address`;
  }

  override toString(): string {
    return formatIp(this.number, this.version);
  }

  override attribute(name: string): PyValue | undefined {
    const category = IP_CATEGORIES.get(name);
    if (category !== undefined) return category(this.number, this.version);
    switch (name) {
      case 'compressed':
        return this.toString();
      case 'exploded':
        return explodeIp(this.number, this.version);
      case 'max_prefixlen':
        return ADDRESS_BITS[this.version];
      case 'version':
        return this.version;
      default:
        return undefined;
    }
  }
}

/** An IP network, or with an address of its own an interface. */
abstract class IpPrefix extends PyObject {
  constructor(
    protected readonly number: bigint,
    readonly prefixLength: number,
    readonly version: IpVersion,
  ) {
    super();
  }

  protected get mask(): bigint {
    return maskOf(this.prefixLength, this.version);
  }

  get firstNumber(): bigint {
    return this.number & this.mask;
  }

  get lastNumber(): bigint {
    return this.firstNumber | this.hostMask;
  }

  protected get hostMask(): bigint {
    return this.mask ^ maskOf(ADDRESS_BITS[this.version], this.version);
  }

  protected withSuffix(suffix: string | number): string {
    return `${formatIp(this.number, this.version)}/${suffix}`;
  }

  override toString(): string {
    return this.withSuffix(this.prefixLength);
  }

  protected address(number: bigint): IpAddress {
    return new IpAddress(number, this.version);
  }

  override attribute(name: string): PyValue | undefined {
    switch (name) {
      case 'compressed':
      case 'with_prefixlen':
        return this.toString();
      case 'exploded':
        return `${explodeIp(this.number, this.version)}/${this.prefixLength}`;
      case 'netmask':
        return this.address(this.mask);
      case 'hostmask':
        return this.address(this.hostMask);
      case 'with_netmask':
        return this.withSuffix(formatIp(this.mask, this.version));
      case 'with_hostmask':
        return this.withSuffix(formatIp(this.hostMask, this.version));
      default:
        return this.address(this.number).attribute(name);
    }
  }
}

/** An IP network. */
export class IpNetwork extends IpPrefix {
  /** Reads a network, whose host bits must be zero; throws `IpSyntaxError`. */
  static parse(text: string, version?: IpVersion): IpNetwork {
    const found = IpInterface.parse(text, version);
    if (found.network.toString() !== found.toString()) throw new IpSyntaxError(text, 'network: it has host bits set');
    return found.network;
  }

  get typeName(): string {
    return `ipaddress.IPv${this.version}Network`;
  }

  overlaps(other: IpNetwork): boolean {
    if (other.version !== this.version) return false;
    return this.firstNumber <= other.lastNumber && other.firstNumber <= this.lastNumber;
  }

  override attribute(name: string): PyValue | undefined {
    switch (name) {
      case 'network_address':
        return this.address(this.firstNumber);
      case 'broadcast_address':
        return this.address(this.lastNumber);
      case 'num_addresses':
        return integer(this.hostMask + 1n);
      case 'prefixlen':
        return this.prefixLength;
      default:
        return super.attribute(name);
    }
  }
}

/** An IP address with its network. */
export class IpInterface extends IpPrefix {
  /** Reads `address/prefix` or `address/mask`; throws `IpSyntaxError`. */
  static parse(text: string, version?: IpVersion): IpInterface {
    const [address = '', suffix, ...others] = text.split('/');
    if (others.length > 0) throw new IpSyntaxError(text, 'IP interface');
    const [number, found] = parseNumber(address, version);
    return new IpInterface(
      number,
      suffix === undefined ? ADDRESS_BITS[found] : parsePrefixLength(suffix, found),
      found,
    );
  }

  get typeName(): string {
    return `ipaddress.IPv${this.version}Interface`;
  }

  get network(): IpNetwork {
    return new IpNetwork(this.firstNumber, this.prefixLength, this.version);
  }

  override attribute(name: string): PyValue | undefined {
    if (name === 'ip') return this.address(this.number);
    return name === 'network' ? this.network : super.attribute(name);
  }
}
