import { Injectable, type OnModuleInit } from '@nestjs/common';
import { didYouMean } from '../../../common/nearest-names.js';
import { errorMessage } from '../../../common/tom-error.js';
import { SettingsError } from '../../../config/settings.errors.js';
import { Settings } from '../../../config/settings.js';
import { InventorySources } from '../inventory-sources.js';
import { InventoryFilterError } from '../inventory.errors.js';
import type { FilterPatterns, NamedFilter } from '../inventory.types.js';
import { COMMON_FIELDS } from './record-fields.js';
import { patternTest, type RecordTest } from './record-test.js';

function describe(patterns: FilterPatterns): string {
  return Object.entries(patterns)
    .map(([field, pattern]) => `${field} matches ${pattern}`)
    .join(', ');
}

/** What may be filtered by: the fields of the sources in use, and named filters of theirs and of the settings. */
@Injectable()
export class InventoryFilters implements OnModuleInit {
  constructor(
    private readonly sources: InventorySources,
    private readonly settings: Settings,
  ) {}

  /** Refuses to start with a filter of the settings that can never work. */
  onModuleInit(): void {
    const faults = Object.entries(this.settings.inventory.filters).flatMap(([name, patterns]) => {
      try {
        patternTest(patterns, Object.keys(patterns));
        return [];
      } catch (error) {
        return [`inventory_filters: filter "${name}": ${errorMessage(error)}`];
      }
    });
    if (faults.length > 0) throw new SettingsError(faults);
  }

  /** Field → what it holds. */
  get fields(): Readonly<Record<string, string>> {
    return Object.assign({}, ...this.sources.all.map(({ provider }) => provider.fields), COMMON_FIELDS) as Record<
      string,
      string
    >;
  }

  /** Name → filter; one of the settings takes the place of a source's of the same name. */
  get named(): Readonly<Record<string, NamedFilter>> {
    const own = Object.entries(this.settings.inventory.filters).map(
      ([name, patterns]) => [name, { patterns, description: describe(patterns) }] as const,
    );
    return Object.assign(
      {},
      ...this.sources.all.map(({ provider }) => provider.filters),
      Object.fromEntries(own),
    ) as Record<string, NamedFilter>;
  }

  /** The test of patterns by field. Throws `InventoryFilterError`. */
  test(patterns: FilterPatterns): RecordTest {
    return patternTest(patterns, Object.keys(this.fields));
  }

  /** The test of a named filter; fields that no source in use has are empty. Throws `InventoryFilterError`. */
  testNamed(name: string): RecordTest {
    const { named } = this;
    const filter = Object.hasOwn(named, name) ? named[name] : undefined;
    if (filter !== undefined) return patternTest(filter.patterns, Object.keys(filter.patterns));
    const names = Object.keys(named);
    const hint = didYouMean(name, names) || (names.length > 0 ? `; there is ${names.join(', ')}` : '; there is none');
    throw new InventoryFilterError(`unknown filter "${name}"${hint}`);
  }
}
