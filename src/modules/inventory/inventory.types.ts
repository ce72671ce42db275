import type { Secret } from '../../common/secret.js';

/** A device as an inventory knows it. */
export interface InventoryDevice {
  readonly name: string;
  /** Host name or address. */
  readonly host: string;
  readonly port: number;
  /** Whose driver names the device uses. */
  readonly adapter: 'netmiko' | 'scrapli';
  readonly adapterDriver: string;
  /** Without the secrets that it may hold. */
  readonly adapterOptions: Readonly<Record<string, unknown>>;
  /** The enable secret that the options gave (`secret`, `auth_secondary`). */
  readonly enableSecret?: Secret;
  readonly credentialId: string;
  /** What its source knows of it besides: site, role, … Given with a look-up of one device. */
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** One record of a source, and the device made of it. */
export interface InventoryRecord {
  readonly device: InventoryDevice;
  /** The record in the words of its source, by field: what `export/raw` shows and filters look at. Never a secret. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A record that makes no device. */
export interface RecordFault {
  /** Name of the device, where the record has one. */
  readonly name: string | null;
  /** One sentence: which record, and what is wrong with it. */
  readonly fault: string;
}

export type InventoryItem = InventoryRecord | RecordFault;

export function isFault(item: InventoryItem): item is RecordFault {
  return 'fault' in item;
}

/** Regular expressions by field; all of them must match. */
export type FilterPatterns = Readonly<Record<string, string>>;

/** A filter that has a name. */
export interface NamedFilter {
  readonly description: string;
  readonly patterns: FilterPatterns;
}
