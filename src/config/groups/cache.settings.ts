import { Max, Min } from 'class-validator';
import { BOTH_ROLES } from '../role.js';
import { SecondsBetween } from '../seconds-between.decorator.js';
import { Setting } from '../setting.decorator.js';
import { duration, flag, integer, text } from '../setting-types.js';

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

  @Setting({
    key: 'cache_max_bytes',
    type: integer,
    unit: 'bytes',
    roles: BOTH_ROLES,
    description:
      'Memory the cache may take where Tom runs without Redis; past it those outputs go that were not used for longest.',
  })
  @Min(0)
  @Max(100_000_000_000)
  readonly maxBytes: number = 134_217_728;
}
