import type { PrivilegeLevel } from './platform.types.js';

/**
 * What emulated devices, and real ones behind a proxy, show whatever they stand for. Taken only at a log-in that meets no prompt of the
 * platform, and from then on with the same host alone.
 */
export const PLAIN_LEVELS: readonly PrivilegeLevel[] = [
  { name: 'plain_configuration', prompt: /^(?<host>(?:[\w.-]{1,64}@)?[\w.-]{1,64}) ?\([\w./:-]{1,40}\) ?#$/ },
  { name: 'plain_privileged', prompt: /^(?<host>(?:[\w.-]{1,64}@)?[\w.-]{1,64}) ?#$/ },
  { name: 'plain_user', prompt: /^(?<host>(?:[\w.-]{1,64}@)?[\w.-]{1,64}) ?>$/ },
];
