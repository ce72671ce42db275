import {
  NO_CONTEXT,
  type FieldSource,
  type SourceOfTruthSettings,
} from '../../../config/plugins/source-of-truth.settings.js';
import { droppedNotes, readDeviceEntry } from '../device-entry.js';
import type { InventoryDevice } from '../inventory.types.js';
import { objectOf, textOrNone, valueAt } from './json-value.js';

const USUAL_PORT = 22;

/** A device record as NetBox and Nautobot give it. */
export type DeviceRecord = Readonly<Record<string, unknown>>;

/** The driver that a platform record names for an adapter, if any. */
export type PlatformDriver = (platform: unknown, adapter: string) => string | undefined;

/** The device of a record with what is worth a line in the log, or what is wrong with the record. */
export type MappedDevice =
  { readonly device: InventoryDevice; readonly notes: readonly string[] } | { readonly fault: string };

/** A fault of one value of a record. */
class ValueFault extends Error {}

function addressOf(record: DeviceRecord, key: string): string | undefined {
  const ip = record[key];
  if (ip === null || ip === undefined) return undefined;
  const address = textOrNone(objectOf(ip).address) ?? textOrNone(objectOf(ip).host);
  if (address === undefined) throw new ValueFault(`${key} has no address`);
  return address.replace(/\/\d+$/, '');
}

function fieldOf(record: DeviceRecord, source: FieldSource, field: string): string | undefined {
  if (field === '') return undefined;
  const value = valueAt(source === 'custom_field' ? record.custom_fields : record.config_context, field);
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new ValueFault(`${source} ${field} must be a text`);
}

/** Makes devices of records by the settings of their source. */
export class DeviceMapper {
  constructor(
    private readonly settings: SourceOfTruthSettings,
    private readonly platformDriver: PlatformDriver,
  ) {}

  map(name: string, record: DeviceRecord): MappedDevice {
    try {
      return this.read(name, record);
    } catch (error) {
      if (error instanceof ValueFault) return { fault: error.message };
      throw error;
    }
  }

  private read(name: string, record: DeviceRecord): MappedDevice {
    const { settings } = this;
    const adapter = fieldOf(record, settings.adapterSource, settings.adapterField) ?? settings.defaultAdapter;
    const own = this.contextOf(record);
    const entry = readDeviceEntry(name, {
      host: addressOf(record, 'primary_ip4') ?? addressOf(record, 'primary_ip6') ?? name,
      port: own.port ?? (settings.defaultPort === USUAL_PORT ? undefined : settings.defaultPort),
      adapter,
      adapter_driver: this.driverOf(record, adapter),
      adapter_options: own.adapter_options,
      credential_id: fieldOf(record, settings.credentialSource, settings.credentialField) ?? settings.defaultCredential,
    });
    if ('faults' in entry) return { fault: entry.faults.map(({ message }) => message).join('; ') };
    // A secret that a server gives out to all who may read it is none, and is not kept either.
    const { enableSecret, ...device } = entry.device;
    const dropped = enableSecret === undefined ? entry.dropped : ['the enable secret', ...entry.dropped];
    return { device, notes: droppedNotes(name, dropped) };
  }

  private driverOf(record: DeviceRecord, adapter: string): string {
    const { driverSource, driverField, defaultDriver } = this.settings;
    return fieldOf(record, driverSource, driverField) ?? this.platformDriver(record.platform, adapter) ?? defaultDriver;
  }

  private contextOf(record: DeviceRecord): Readonly<Record<string, unknown>> {
    const { contextKey } = this.settings;
    return contextKey === NO_CONTEXT ? {} : objectOf(valueAt(record.config_context, contextKey));
  }
}
