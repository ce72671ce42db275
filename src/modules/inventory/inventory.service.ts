import { Injectable } from '@nestjs/common';
import { didYouMean } from '../../common/nearest-names.js';
import type { CallerIdentity } from '../auth/caller.types.js';
import { isInScope } from '../auth/device-scope.js';
import { factsOfRecord } from './device-facts.js';
import type { SourceIndex } from './index/source-index.js';
import type { SourceStatus } from './index/source-status.js';
import { InventorySources } from './inventory-sources.js';
import { DeviceNotFoundError, InventoryUnavailableError } from './inventory.errors.js';
import type { InventoryDevice, InventoryRecord } from './inventory.types.js';

/** Past this many devices no similar names are looked for: the answer would cost more than it helps. */
const MAX_NAMES_TO_COMPARE = 5_000;
/** How long a caller who asks for a refresh waits for it. */
const REFRESH_PATIENCE_MS = 60_000;

/** A record, and the source that answered. */
export interface FoundRecord {
  readonly record: InventoryRecord;
  readonly source: SourceIndex;
}

/** Who asks: no other devices are named to it than those that it may use. */
type Asking = Pick<CallerIdentity, 'devices'>;

/** Look-ups in the inventory, whatever its sources. */
@Injectable()
export class InventoryService {
  private sortedRecords: { readonly version: string; readonly records: readonly FoundRecord[] } | undefined;

  constructor(private readonly sources: InventorySources) {}

  /** Rejects as `find` does. */
  async getDevice(name: string, asking?: Asking): Promise<InventoryDevice> {
    const { device, fields } = (await this.find(name, asking)).record;
    return { ...device, facts: fields };
  }

  /**
   * The record of the first source that knows the device. Copies answer at once; a source without one, and for a device in
   * no copy every source, is asked. Rejects with `DeviceNotFoundError`, which names the nearest devices that the caller may use,
   * only when every source said that it has none, else with `InventoryUnavailableError`.
   */
  async find(name: string, asking?: Asking): Promise<FoundRecord> {
    const problems: string[] = [];
    const found = (await this.inCopies(name, problems)) ?? (await this.inSources(name, problems));
    if (found !== undefined) return found;
    if (problems.length > 0) throw new InventoryUnavailableError([...new Set(problems)].join('; '));
    const hint = didYouMean(name, this.namesToCompare(asking?.devices ?? null));
    throw new DeviceNotFoundError(`device "${name}" is not in the inventory${hint}`);
  }

  /**
   * Every device once, that of the first source that knows it; sources in their order. Throws `InventoryUnavailableError` when a
   * source has no copy.
   */
  records(): Iterable<FoundRecord> {
    this.refusePartial();
    return this.merged();
  }

  private *merged(): Iterable<FoundRecord> {
    const earlier: ReadonlyMap<string, InventoryRecord>[] = [];
    for (const source of this.sources.all) {
      const records = source.usableCopy?.records;
      if (records === undefined) continue;
      for (const record of records.values()) {
        if (!earlier.some((other) => other.has(record.device.name))) yield { record, source };
      }
      earlier.push(records);
    }
  }

  /** The same in the order of names, those that come after a name. Throws `InventoryUnavailableError`. */
  recordsAfter(name: string): readonly FoundRecord[] {
    const { sorted } = this;
    const isAfter = (at: number): boolean => (sorted[at]?.record.device.name ?? '') > name;
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isAfter(middle)) high = middle;
      else low = middle + 1;
    }
    return sorted.slice(low);
  }

  /** How it stands with each source. */
  get statuses(): readonly SourceStatus[] {
    return this.sources.all.map((source) => source.status);
  }

  /** Reads every source now, and says how it went; after a minute, how it goes. */
  async refresh(): Promise<readonly SourceStatus[]> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, REFRESH_PATIENCE_MS)));
    await Promise.race([this.sources.refresh(), patience]);
    clearTimeout(timer);
    return this.statuses;
  }

  /** Every device by name; sorted again when a copy has changed. */
  private get sorted(): readonly FoundRecord[] {
    const versions = this.sources.all.flatMap(({ usableCopy: copy }) => [copy?.loadedAt ?? 0, copy?.records.size ?? 0]);
    const version = versions.join();
    if (this.sortedRecords?.version === version) return this.sortedRecords.records;
    const records = [...this.records()].sort((a, b) => (a.record.device.name < b.record.device.name ? -1 : 1));
    this.sortedRecords = { version, records };
    return records;
  }

  private async inCopies(name: string, problems: string[]): Promise<FoundRecord | undefined> {
    for (const source of this.sources.all) {
      const copy = source.usableCopy;
      const record = copy === undefined ? await this.ask(source, name, problems) : copy.records.get(name);
      if (record !== undefined) return { record, source };
      const fault = copy?.faults.get(name);
      if (fault !== undefined) throw new InventoryUnavailableError(`inventory source "${source.name}": ${fault}`);
    }
    return undefined;
  }

  private async inSources(name: string, problems: string[]): Promise<FoundRecord | undefined> {
    const withCopy = this.sources.all.filter((source) => source.usableCopy !== undefined);
    const records = await Promise.all(withCopy.map((source) => this.ask(source, name, problems)));
    const at = records.findIndex((record) => record !== undefined);
    const [record, source] = [records[at], withCopy[at]];
    return record === undefined || source === undefined ? undefined : { record, source };
  }

  private async ask(source: SourceIndex, name: string, problems: string[]): Promise<InventoryRecord | undefined> {
    try {
      return await source.ask(name);
    } catch (error) {
      if (!(error instanceof InventoryUnavailableError)) throw error;
      problems.push(error.message);
      return undefined;
    }
  }

  /** A list without the devices of one source would pass for the whole. */
  private refusePartial(): void {
    const missing = this.statuses.filter(({ isUsable }) => !isUsable);
    if (missing.length === 0) return;
    throw new InventoryUnavailableError(missing.map(({ problem, name }) => problem ?? name).join('; '));
  }

  private namesToCompare(devices: Asking['devices']): string[] {
    const copies = this.sources.all.map((source) => source.usableCopy?.records ?? new Map<string, InventoryRecord>());
    const count = copies.reduce((sum, { size }) => sum + size, 0);
    if (count > MAX_NAMES_TO_COMPARE) return [];
    const records = copies.flatMap((copy) => [...copy.values()]);
    return records.filter((record) => isInScope(devices, factsOfRecord(record))).map(({ device }) => device.name);
  }
}
