import type { FoundRecord } from '../inventory.service.js';

/** Fields that every device has, whatever its source. */
export const COMMON_FIELDS: Readonly<Record<string, string>> = {
  name: 'Name of the device',
  host: 'Host name or address',
  port: 'TCP port',
  adapter: 'netmiko or scrapli',
  adapter_driver: 'Driver name',
  credential_id: 'Id of the log-in in the credential store',
  source: 'Inventory source that the device is from',
};

type Reader = (found: FoundRecord) => unknown;

const COMMON_READERS: Readonly<Record<string, Reader>> = {
  name: ({ record }) => record.device.name,
  host: ({ record }) => record.device.host,
  port: ({ record }) => record.device.port,
  adapter: ({ record }) => record.device.adapter,
  adapter_driver: ({ record }) => record.device.adapterDriver,
  credential_id: ({ record }) => record.device.credentialId,
  source: ({ source }) => source.name,
} satisfies Record<keyof typeof COMMON_FIELDS, Reader>;

/** How a field of a record is read: the device's own fields first, then those of its source. */
export function readerOf(field: string): Reader {
  return Object.hasOwn(COMMON_READERS, field)
    ? (COMMON_READERS[field] as Reader)
    : ({ record }) => (Object.hasOwn(record.fields, field) ? record.fields[field] : undefined);
}
