import type { CredentialProvider } from '../credentials/credential-provider.port.js';
import type { Credential } from '../credentials/credential.types.js';
import { DeviceOptionError } from './devices.errors.js';

/** A host that connections to a device go through, logged in to over SSH. */
export interface JumpHost {
  readonly host: string;
  readonly port: number;
  readonly credential: Credential;
}

/** An entry of `jump_hosts` in `adapter_options`, first hop first. */
export interface JumpHostOption {
  readonly host: string;
  readonly port: number;
  /** In place of the credential's. */
  readonly username?: string;
  /** Default: the device's credential. */
  readonly credentialId?: string;
}

const KEYS = ['host', 'port', 'username', 'credential_id'];
const MOST_HOSTS = 8;
const SSH_PORT = 22;
/** `host`, `host:port` or `[address]:port`. */
const SHORT_FORM = /^(?:\[(?<address>[\da-f:.]+)\]|(?<host>[^\s:@/[\]]+))(?::(?<port>\d{1,5}))?$/i;

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535;
}

function readName(name: string): JumpHostOption | string {
  const { address, host = address, port } = SHORT_FORM.exec(name)?.groups ?? {};
  const number = port === undefined ? SSH_PORT : Number(port);
  return isText(host) && isPort(number) ? { host, port: number } : 'must be a host name, or a mapping';
}

/** Messages name keys, never values: one might be a secret in the wrong place. */
function readEntry(entry: unknown): JumpHostOption | string {
  if (typeof entry === 'string') return readName(entry);
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) {
    return `must be a host name, or a mapping with ${KEYS.join(', ')}`;
  }
  return readMapping(entry);
}

function readMapping(entry: object): JumpHostOption | string {
  const fields = new Map(Object.entries(entry).filter(([, value]) => value !== undefined && value !== null));
  const unknown = [...fields.keys()].find((key) => !KEYS.includes(key));
  if (unknown !== undefined) return `has the unknown key "${unknown}"; it may have ${KEYS.join(', ')}`;
  const [host, port = SSH_PORT, username, credentialId] = KEYS.map((key): unknown => fields.get(key));
  if (!isText(host)) return 'must have a host';
  if (!isPort(port)) return 'must have a port from 1 to 65535';
  if (username !== undefined && !isText(username)) return 'must have a username that is a text';
  if (credentialId !== undefined && !isText(credentialId)) return 'must have a credential_id that is a text';
  return { host, port, username, credentialId };
}

/** What is wrong with the `jump_hosts` of these options, as a sentence; else what they say. */
export function readJumpHosts(options: Readonly<Record<string, unknown>>): readonly JumpHostOption[] | string {
  const value = options.jump_hosts ?? [];
  if (!Array.isArray(value)) return `jump_hosts must be a list of hosts, each with ${KEYS.join(', ')}`;
  if (value.length > MOST_HOSTS) return `jump_hosts must be at most ${MOST_HOSTS} hosts`;
  const hosts: JumpHostOption[] = [];
  for (const [index, entry] of value.entries()) {
    const host = readEntry(entry);
    if (typeof host === 'string') return `jump_hosts: host ${index + 1} ${host}`;
    hosts.push(host);
  }
  return hosts;
}

/** A device as its options describe it. */
interface Described {
  readonly host: string;
  readonly port: number;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The jump hosts of a device with their log-ins. Rejects with `DeviceOptionError`, and as the store does. */
export async function resolveJumpHosts(
  { host: device, port: devicePort, options }: Described,
  own: Credential,
  store: Pick<CredentialProvider, 'get'>,
): Promise<readonly JumpHost[]> {
  const hosts = readJumpHosts(options);
  if (typeof hosts === 'string') throw new DeviceOptionError(`adapter_options of ${device}:${devicePort}: ${hosts}`);
  return Promise.all(
    hosts.map(async ({ host, port, username, credentialId }) => {
      const credential = credentialId === undefined ? own : await store.get(credentialId);
      return { host, port, credential: username === undefined ? credential : { ...credential, username } };
    }),
  );
}
