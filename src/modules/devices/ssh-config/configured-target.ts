import type { Credential } from '../../credentials/credential.types.js';
import type { DeviceTarget } from '../device-sessions.port.js';
import type { JumpHost } from '../jump-hosts.js';
import type { SshHostConfig } from './ssh-config.js';

const SSH_PORT = 22;
const MOST_HOSTS = 8;
/** `[user@]host[:port]`, as `ProxyJump` has it, also behind `ssh://`. */
const HOP = /^(?:ssh:\/\/)?(?:([^@\s]+)@)?(?:\[([\da-f:.]+)\]|([^\s:@/[\]]+))(?::(\d{1,5}))?$/i;

/** Values of the file, by the option that says the same; what the device's own options say goes before them. */
const OPTIONS = {
  conn_timeout: 'connecttimeout',
  keepalive: 'serveraliveinterval',
  source_address: 'bindaddress',
} as const satisfies Record<string, keyof SshHostConfig>;

/** A value of the file that cannot be used; the message says why. */
export class ValueFault extends Error {}

function seconds(keyword: string, value: string): number {
  if (!/^\d{1,6}s?$/.test(value)) throw new ValueFault(`${keyword} must be a number of seconds`);
  return Number.parseInt(value, 10);
}

function port(keyword: string, value: string): number {
  const number = Number(value);
  if (!/^\d{1,5}$/.test(value) || number < 1 || number > 65_535) {
    throw new ValueFault(`${keyword} must be a port from 1 to 65535`);
  }
  return number;
}

/** The hosts of `ProxyJump`, first hop first. They know the log-in of the device; user names are those of the file. */
function jumpHosts(value: string, credential: Credential): JumpHost[] {
  const names = value.split(',').map((name) => name.trim());
  if (names.length > MOST_HOSTS) throw new ValueFault(`ProxyJump may have ${MOST_HOSTS} hosts at most`);
  return names.map((name) => {
    const [, username, address, host = address, hopPort = String(SSH_PORT)] = HOP.exec(name) ?? [];
    if (host === undefined) throw new ValueFault('ProxyJump must be hosts of the form [user@]host[:port]');
    const login = username === undefined ? credential : { ...credential, username };
    return { host, port: port('ProxyJump', hopPort), credential: login };
  });
}

/** Options that the file gives; those of times are numbers. */
function optionsOf(config: SshHostConfig): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  for (const [option, keyword] of Object.entries(OPTIONS)) {
    const value = config[keyword];
    if (value !== undefined) options[option] = option === 'source_address' ? value : seconds(keyword, value);
  }
  return options;
}

/** The route of the file, where the device's options name none. */
function routeOf(config: SshHostConfig, target: DeviceTarget, credential: Credential): Partial<DeviceTarget> {
  if (target.jumpHosts !== undefined && target.jumpHosts.length > 0) return {};
  const { proxyjump = 'none', proxycommand = 'none' } = config;
  if (proxyjump.toLowerCase() !== 'none') return { jumpHosts: jumpHosts(proxyjump, credential) };
  if (proxycommand.toLowerCase() === 'none') return {};
  throw new ValueFault('ProxyCommand is not run; use ProxyJump');
}

/** Where a device really is, and the way there, as a file says. Throws `ValueFault`. */
export function configuredTarget(config: SshHostConfig, target: DeviceTarget, credential: Credential): DeviceTarget {
  const route = routeOf(config, target, credential);
  const hops = route.jumpHosts?.map((hop) => ({ host: hop.host, port: hop.port }));
  const host = config.hostname?.replace(/%([h%])/g, (_, sign) => (sign === 'h' ? target.host : '%'));
  return {
    ...target,
    host: host ?? target.host,
    port: config.port !== undefined && target.port === SSH_PORT ? port('Port', config.port) : target.port,
    options: { ...optionsOf(config), ...target.options, ...(hops === undefined ? {} : { jump_hosts: hops }) },
    ...route,
  };
}
