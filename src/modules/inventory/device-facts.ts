import type { InventoryDevice, InventoryRecord } from './inventory.types.js';

/** What patterns of devices may speak of, by the names that an inventory file and the source have for them. */
export function factsOfDevice(device: InventoryDevice): Readonly<Record<string, unknown>> {
  const { facts, name, host, port, adapter, adapterDriver: adapter_driver, credentialId: credential_id } = device;
  return { ...facts, name, host, port, adapter, adapter_driver, credential_id };
}

/** As `factsOfDevice`, of a record of a source. */
export function factsOfRecord({ device, fields }: InventoryRecord): Readonly<Record<string, unknown>> {
  return factsOfDevice({ ...device, facts: fields });
}
