import { Injectable } from '@nestjs/common';
import type { CallerIdentity } from '../../auth/caller.types.js';
import { isInScope } from '../../auth/device-scope.js';
import { factsOfRecord } from '../device-facts.js';
import { InventoryFilters } from '../filters/inventory-filters.js';
import { textTest, type RecordTest } from '../filters/record-test.js';
import { selectRecords } from '../filters/select-records.js';
import { InventoryService, type FoundRecord } from '../inventory.service.js';
import type { InventoryQuery } from './inventory-query.dto.js';

/** What was asked for. */
export interface ListedRecords {
  readonly records: Iterable<FoundRecord>;
  /** The cursor of the next page, if there is one. */
  readonly next?: string;
}

/** Finds the devices that a query asks for. */
@Injectable()
export class InventoryListing {
  constructor(
    private readonly inventory: InventoryService,
    private readonly filters: InventoryFilters,
  ) {}

  /** Those that a caller may use. Rejects with `InventoryFilterError` and `InventoryUnavailableError`. */
  async list(query: InventoryQuery, { devices }: Pick<CallerIdentity, 'devices'>): Promise<ListedRecords> {
    const tests = [...scopeTests(devices), ...this.testsOf(query)];
    const { limit } = query;
    if (limit === null && query.cursor === null) return { records: await this.select(this.inventory.records(), tests) };
    const after = this.inventory.recordsAfter(query.cursor ?? '');
    const selected = tests.length === 0 ? after : await this.select(after, tests);
    return limit === null ? { records: selected } : firstPage(selected, limit);
  }

  private testsOf({ filter_name: name, q, patterns }: InventoryQuery): RecordTest[] {
    const tests: RecordTest[] = [];
    if (name !== null) tests.push(this.filters.testNamed(name));
    else if (Object.keys(patterns).length > 0) tests.push(this.filters.test(patterns));
    if (q !== null && q !== '') tests.push(textTest(q));
    return tests;
  }

  private async select(records: Iterable<FoundRecord>, tests: readonly RecordTest[]): Promise<Iterable<FoundRecord>> {
    if (tests.length === 0) return records;
    return selectRecords(records, (found) => tests.every((isWanted) => isWanted(found)));
  }
}

function scopeTests(devices: readonly string[] | null): RecordTest[] {
  return devices === null ? [] : [({ record }) => isInScope(devices, factsOfRecord(record))];
}

function firstPage(records: Iterable<FoundRecord>, limit: number): ListedRecords {
  const page: FoundRecord[] = [];
  for (const found of records) {
    if (page.length === limit) return { records: page, next: page[limit - 1]?.record.device.name };
    page.push(found);
  }
  return { records: page };
}
