import type { InventoryRecord } from '../inventory.types.js';

/** What was read of one source at one time, by the name of the device; case counts. */
export class SourceCopy {
  readonly records = new Map<string, InventoryRecord>();
  /** Sentences on records that made no device, by its name. */
  readonly faults = new Map<string, string>();
  /** The same on records that have no name. */
  readonly namelessFaults: string[] = [];

  /** @param loadedAt when the reading began, in milliseconds since the epoch */
  constructor(readonly loadedAt: number) {}

  get faultCount(): number {
    return this.faults.size + this.namelessFaults.length;
  }

  /** Every fault as a sentence. */
  *allFaults(): Iterable<string> {
    yield* this.faults.values();
    yield* this.namelessFaults;
  }
}
