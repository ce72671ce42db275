import { BlockList } from 'node:net';
import { Max, Min, ValidateBy } from 'class-validator';
import { Setting } from '../setting.decorator.js';
import { integer, textList } from '../setting-types.js';

const MOST = 100_000_000;

/** Whether a text is an address or a network in CIDR notation. */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = address.includes(':') ? 'ipv6' : 'ipv4';
  const bits = prefix ?? (family === 'ipv6' ? '128' : '32');
  if (rest.length > 0 || !/^\d{1,3}$/.test(bits)) return false;
  try {
    new BlockList().addSubnet(address, Number(bits), family);
    return true;
  } catch {
    return false;
  }
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function AllAre(name: string, test: (text: string) => boolean, message: string): PropertyDecorator {
  const validate = (value: unknown): boolean => (value as readonly string[]).every(test);
  return ValidateBy({ name, validator: { validate, defaultMessage: () => message } });
}

/** How much callers may ask for, and from where. */
export class LimitsSettings {
  @Setting({
    key: 'rate_limit_per_caller',
    type: integer,
    roles: ['controller'],
    unit: 'requests a minute',
    description: 'Requests of one caller, in all; 0 for no limit.',
  })
  @Min(0)
  @Max(MOST)
  readonly perCaller: number = 600_000;

  @Setting({
    key: 'rate_limit_per_device',
    type: integer,
    roles: ['controller'],
    unit: 'requests a minute',
    description: 'Requests of one caller for one device; 0 for no limit.',
  })
  @Min(0)
  @Max(MOST)
  readonly perDevice: number = 60_000;

  @Setting({
    key: 'rate_limit_per_address',
    type: integer,
    roles: ['controller'],
    unit: 'requests a minute',
    description:
      'Requests from one address, before it is asked who sends them; an IPv6 network of 64 bits is one address. 0 for no limit.',
  })
  @Min(0)
  @Max(MOST)
  readonly perAddress: number = 1_200_000;

  @Setting({
    key: 'rate_limit_wrong_keys',
    type: integer,
    roles: ['controller'],
    unit: 'keys and tokens a minute',
    description:
      'Different wrong keys and tokens that one address may try; after that it gets no answer until the minute is over. The same wrong key again does not count; an IPv6 network of 64 bits is one address. 0 for no limit.',
  })
  @Min(0)
  @Max(MOST)
  readonly wrongKeys: number = 30;

  @Setting({
    key: 'max_body_bytes',
    type: integer,
    roles: ['controller'],
    unit: 'bytes',
    description: 'Longest body of a request.',
  })
  @Min(1_024)
  @Max(1_073_741_824)
  readonly maxBodyBytes: number = 4_194_304;

  @Setting({
    key: 'max_body_depth',
    type: integer,
    roles: ['controller'],
    description: 'Lists and maps inside each other in the body of a request.',
  })
  @Min(4)
  @Max(1_000)
  readonly maxBodyDepth: number = 32;

  @Setting({
    key: 'trusted_proxies',
    type: textList,
    roles: ['controller'],
    description:
      'Addresses and networks of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. Without it every request behind a proxy comes from the proxy.',
  })
  @AllAre('areNetworks', isNetwork, '$property must hold addresses or networks such as 10.0.0.0/8')
  readonly trustedProxies: readonly string[] = [];

  @Setting({
    key: 'cors_origins',
    type: textList,
    roles: ['controller'],
    description: 'Web pages of these origins may use the API from a browser; without it none of another origin may.',
  })
  @AllAre('areOrigins', isOrigin, '$property must hold origins such as https://tools.example.com')
  readonly corsOrigins: readonly string[] = [];
}
