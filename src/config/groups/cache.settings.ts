import { BOTH_ROLES } from '../role.js';
import { SecondsBetween } from '../seconds-between.decorator.js';
import { Setting } from '../setting.decorator.js';
import { duration, flag, text } from '../setting-types.js';

/** Cache of command output. */
export class CacheSettings {
  @Setting({ key: 'cache_enabled', type: flag, roles: BOTH_ROLES, description: 'Whether output is cached at all.' })
  readonly isEnabled: boolean = true;

  @Setting({
    key: 'cache_default_ttl',
    type: duration,
    roles: BOTH_ROLES,
    description: 'How long output is kept when the request names no time.',
  })
  @SecondsBetween(0, 31_536_000)
  readonly defaultTtlMs: number = 300_000;

  @Setting({
    key: 'cache_max_ttl',
    type: duration,
    roles: BOTH_ROLES,
    description: 'Longest time output is kept, whatever the request says.',
  })
  @SecondsBetween(0, 31_536_000)
  readonly maxTtlMs: number = 3_600_000;

  @Setting({ key: 'cache_key_prefix', type: text, roles: BOTH_ROLES, description: 'First part of every cache key.' })
  readonly keyPrefix: string = 'tom_cache';
}
