import { Secret } from '../../common/secret.js';

/** Options of Netmiko and scrapli that hold the enable secret. */
const ENABLE_SECRETS = ['secret', 'auth_secondary'];
/** Options that hold another secret: it belongs into the credential store. */
const OTHER_SECRETS = ['password', 'passphrase', 'auth_password', 'auth_private_key_passphrase', 'pkey', 'private_key'];

export interface SplitOptions {
  /** `adapter_options` that anybody may read. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly enableSecret?: Secret;
  /** Names of options that were dropped because they hold a secret that has its place in the credential store. */
  readonly dropped: readonly string[];
}

/** Takes the secrets out of `adapter_options`, so that no answer of the API, no job and no log line holds them. */
export function splitSecrets(all: Readonly<Record<string, unknown>>): SplitOptions {
  const isSecret = (name: string) => ENABLE_SECRETS.includes(name) || OTHER_SECRETS.includes(name);
  const options = Object.fromEntries(Object.entries(all).filter(([name]) => !isSecret(name)));
  const secret = ENABLE_SECRETS.map((name) => all[name]).find((value) => typeof value === 'string' && value !== '');
  const dropped = OTHER_SECRETS.filter((name) => all[name] !== undefined && all[name] !== null);
  return { options, dropped, ...(typeof secret === 'string' ? { enableSecret: new Secret(secret) } : {}) };
}
