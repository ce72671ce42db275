import { Secret } from '../../common/secret.js';

/** Options of Netmiko and scrapli that hold the enable secret. */
const ENABLE_SECRETS = ['secret', 'auth_secondary'];
/** Options that hold another secret: it belongs into the credential store. */
const OTHER_SECRETS = ['password', 'passphrase', 'auth_password', 'auth_private_key_passphrase', 'pkey', 'private_key'];

const ALL_SECRETS = [...ENABLE_SECRETS, ...OTHER_SECRETS];

export interface SplitOptions {
  /** `adapter_options` that anybody may read. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly enableSecret?: Secret;
  /** Names of options that were dropped because they hold a secret that has its place in the credential store. */
  readonly dropped: readonly string[];
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withoutSecrets(mapping: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(mapping).filter(([name]) => !ALL_SECRETS.includes(name)));
}

function secretsIn(mapping: Readonly<Record<string, unknown>>, names: readonly string[]): string[] {
  return names.filter((name) => mapping[name] !== undefined && mapping[name] !== null);
}

/** Takes the secrets out of `adapter_options`, so that no answer of the API, no job and no log line holds them. */
export function splitSecrets(all: Readonly<Record<string, unknown>>): SplitOptions {
  const options = withoutSecrets(all);
  const hosts: readonly unknown[] = Array.isArray(all.jump_hosts) ? all.jump_hosts : [];
  if (hosts.length > 0) options.jump_hosts = hosts.map((host) => (isMapping(host) ? withoutSecrets(host) : host));
  const secret = ENABLE_SECRETS.map((name) => all[name]).find((value) => typeof value === 'string' && value !== '');
  const ofHosts = hosts.flatMap((host, index) =>
    isMapping(host) ? secretsIn(host, ALL_SECRETS).map((name) => `${name} of host ${index + 1} in jump_hosts`) : [],
  );
  const dropped = [...secretsIn(all, OTHER_SECRETS), ...ofHosts];
  return { options, dropped, ...(typeof secret === 'string' ? { enableSecret: new Secret(secret) } : {}) };
}
