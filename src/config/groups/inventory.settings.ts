import { ArrayUnique } from 'class-validator';
import { SecondsBetween } from '../seconds-between.decorator.js';
import { Setting } from '../setting.decorator.js';
import { choice, duration, integerMap, textList, textMaps } from '../setting-types.js';

/** Where devices come from. */
export class InventorySettings {
  @Setting({
    key: 'inventory_type',
    type: choice(),
    roles: ['controller'],
    description:
      'Inventory source in use: `yaml`, `netbox`, `nautobot`, `solarwinds`, or one of a plugin. Its own settings are ' +
      '`plugin_<name>_<setting>`. See `docs/inventory.md`.',
  })
  readonly type: string = 'yaml';

  @Setting({
    key: 'inventory_sources',
    type: textList,
    roles: ['controller'],
    description:
      'Several inventory sources, in place of `inventory_type`: a device is taken from the first that knows it.',
    defaultText: 'the one of `inventory_type`',
  })
  @ArrayUnique({ message: '$property must not name a source twice' })
  readonly sources: readonly string[] = [];

  @Setting({
    key: 'inventory_ttl',
    type: duration,
    roles: ['controller'],
    description: 'How often a source is read again in the background. Files are also read when they change.',
  })
  @SecondsBetween(1, 86_400)
  readonly ttlMs: number = 300_000;

  @Setting({
    key: 'inventory_max_stale',
    type: duration,
    roles: ['controller'],
    description:
      'How old the copy of a source that cannot be read may become; after it look-ups that need the source are answered with 503.',
  })
  @SecondsBetween(1, 31_536_000)
  readonly maxStaleMs: number = 86_400_000;

  @Setting({
    key: 'inventory_filters',
    type: textMaps,
    roles: ['controller'],
    description:
      'Filters of your own for `?filter_name=`: name → field → regular expression; all fields of a filter must match.',
  })
  readonly filters: Readonly<Record<string, Readonly<Record<string, string>>>> = {};

  @Setting({
    key: 'inventory_plugins',
    type: integerMap,
    roles: ['controller'],
    description:
      'Priority of each inventory source, the lowest first; kept for existing files: only the source of `inventory_type` is active. Several sources ' +
      'are named by `inventory_sources`.',
  })
  readonly plugins: Readonly<Record<string, number>> = { yaml: 100, nautobot: 150, netbox: 160, solarwinds: 200 };
}
