import { didYouMean } from '../../common/nearest-names.js';
import { Secret } from '../../common/secret.js';
import type { PlatformExtras } from './credential.types.js';

/** What a credential may say for the devices of one platform, as stores spell it. */
const READERS: Readonly<Record<string, (value: string) => PlatformExtras>> = {
  secret: (value) => ({ enableSecret: new Secret(value) }),
  enable_username: (value) => ({ enableUsername: value }),
  ssh_username: (value) => ({ sshUsername: value }),
  ssh_password: (value) => ({ sshPassword: new Secret(value) }),
};

/** By driver name; a sentence on what cannot be used, without any of its content. */
export function readPlatformExtras(platforms: object): ReadonlyMap<string, PlatformExtras> | string {
  const extras = new Map<string, PlatformExtras>();
  for (const [driver, given] of Object.entries(platforms) as [string, unknown][]) {
    const read = readExtras(driver, given);
    if (typeof read === 'string') return read;
    extras.set(driver, read);
  }
  return extras;
}

function readExtras(driver: string, given: unknown): PlatformExtras | string {
  if (typeof given !== 'object' || given === null) return `platforms: "${driver}" must be a mapping`;
  const extras: PlatformExtras[] = [];
  for (const [name, value] of Object.entries(given)) {
    const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    if (read === undefined) {
      const hint = didYouMean(name, Object.keys(READERS));
      return `platforms: "${name}" of "${driver}" is none of ${Object.keys(READERS).join(', ')}${hint}`;
    }
    if (typeof value !== 'string' || value === '') {
      return `platforms: ${name} of "${driver}" must be a text that is not empty (put a number in quotes)`;
    }
    extras.push(read(value));
  }
  return Object.assign({}, ...extras) as PlatformExtras;
}
