import { isFault, type InventoryItem, type InventoryRecord } from '../inventory.types.js';
import { SourceCopy } from './source-copy.js';

/** Longest text of a field that is looked for among those read before. */
const MAX_SHARED_LENGTH = 64;
const NO_OPTIONS: Readonly<Record<string, unknown>> = Object.freeze({});

/** Makes a copy of a source from its pages. Texts that recur (roles, sites, drivers) are kept once. */
export class CopyBuilder {
  private readonly copy: SourceCopy;
  private readonly faulty = new Set<string>();
  private readonly texts = new Map<string, string>();

  constructor(loadedAt: number) {
    this.copy = new SourceCopy(loadedAt);
  }

  add(items: readonly InventoryItem[]): void {
    for (const item of items) {
      if (isFault(item)) this.addFault(item.name, item.fault);
      else this.addRecord(item);
    }
  }

  /** The copy. A device whose record has a fault now keeps the record that `previous` has of it. */
  finish(previous: SourceCopy | undefined): SourceCopy {
    for (const name of this.copy.faults.keys()) {
      const lastGood = previous?.records.get(name);
      if (lastGood !== undefined) this.copy.records.set(name, lastGood);
    }
    return this.copy;
  }

  private addFault(name: string | null, fault: string): void {
    if (name === null) {
      this.copy.namelessFaults.push(fault);
      return;
    }
    this.copy.faults.set(name, fault);
    this.copy.records.delete(name);
    this.faulty.add(name);
  }

  /** Two records of one name: to choose one would be to guess which device a caller means. */
  private addRecord(record: InventoryRecord): void {
    const { name, host } = record.device;
    const other = this.copy.records.get(name);
    if (this.faulty.has(name)) return;
    if (other === undefined) {
      this.copy.records.set(name, this.shared(record));
      return;
    }
    this.addFault(
      name,
      `device "${name}" is there more than once, with the hosts ${other.device.host} and ${host}; ` +
        'give each a name of its own, or leave one out with a filter',
    );
  }

  private shared({ device, fields }: InventoryRecord): InventoryRecord {
    return {
      device: {
        ...device,
        adapterDriver: this.once(device.adapterDriver),
        credentialId: this.once(device.credentialId),
        adapterOptions: Object.keys(device.adapterOptions).length === 0 ? NO_OPTIONS : device.adapterOptions,
      },
      fields: Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? this.once(value) : value]),
      ),
    };
  }

  private once(text: string): string {
    if (text.length > MAX_SHARED_LENGTH) return text;
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    this.texts.set(text, text);
    return text;
  }
}
