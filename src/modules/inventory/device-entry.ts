import { defaultPort } from '../devices/default-port.js';
import { readJumpHosts } from '../devices/jump-hosts.js';
import type { InventoryDevice } from './inventory.types.js';
import { splitSecrets } from './secret-options.js';

/** A device as inventory files and plugins spell it; not checked yet. */
export interface DeviceEntry {
  readonly host?: unknown;
  readonly port?: unknown;
  readonly adapter?: unknown;
  readonly adapter_driver?: unknown;
  readonly adapter_options?: unknown;
  readonly credential_id?: unknown;
}

export const DEVICE_KEYS = ['host', 'port', 'adapter', 'adapter_driver', 'adapter_options', 'credential_id'] as const;

/** One thing that is wrong with an entry. */
export interface EntryFault {
  readonly key: (typeof DEVICE_KEYS)[number];
  readonly message: string;
}

/** The device of an entry, with the names of the options that were dropped for holding secrets; or its faults. */
export type ReadEntry =
  | { readonly device: InventoryDevice; readonly dropped: readonly string[] }
  | { readonly faults: readonly EntryFault[] };

type Options = Readonly<Record<string, unknown>>;

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isMapping(value: unknown): value is Options {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isAdapter(value: unknown): value is InventoryDevice['adapter'] {
  return value === 'netmiko' || value === 'scrapli';
}

/** The number, `undefined` where none is given, or what is wrong. */
function readPort(value: unknown): number | undefined | string {
  if (value === undefined || value === null) return undefined;
  const port = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof port !== 'number' || !Number.isInteger(port)) return 'port must be a whole number';
  if (port < 1) return 'port must be at least 1';
  return port > 65_535 ? 'port must be at most 65535' : port;
}

function* textFaults(entry: DeviceEntry): Iterable<EntryFault> {
  for (const key of ['host', 'adapter_driver', 'credential_id'] as const) {
    if (!isText(entry[key])) yield { key, message: `${key} must be a text that is not empty` };
  }
}

/** Reads an entry. A plain function for want of time: an inventory may have 100,000 of them, and is read again and again. */
export function readDeviceEntry(name: string, entry: DeviceEntry): ReadEntry {
  const { host, adapter, adapter_driver: adapterDriver, credential_id: credentialId } = entry;
  const port = readPort(entry.port);
  const options = entry.adapter_options ?? {};
  const faults: EntryFault[] = [...textFaults(entry)];
  if (typeof port === 'string') faults.push({ key: 'port', message: port });
  if (!isAdapter(adapter)) faults.push({ key: 'adapter', message: 'adapter must be netmiko or scrapli' });
  if (!isMapping(options)) faults.push({ key: 'adapter_options', message: 'adapter_options must be a mapping' });
  if (faults.length > 0)
    return { faults: faults.sort((a, b) => DEVICE_KEYS.indexOf(a.key) - DEVICE_KEYS.indexOf(b.key)) };
  const { options: adapterOptions, enableSecret, dropped } = splitSecrets(options as Options);
  const jumpHosts = readJumpHosts(adapterOptions);
  if (typeof jumpHosts === 'string') {
    return { faults: [{ key: 'adapter_options', message: `adapter_options: ${jumpHosts}` }] };
  }
  const device = { name, host, adapter, adapterDriver, adapterOptions, credentialId } as InventoryDevice;
  return {
    device: {
      ...device,
      port: (port as number | undefined) ?? defaultPort(device.adapterDriver, adapterOptions),
      ...(enableSecret === undefined ? {} : { enableSecret }),
    },
    dropped,
  };
}

/** The options that were dropped, as sentences. */
export function droppedNotes(name: string, dropped: readonly string[]): string[] {
  return dropped.map(
    (option) => `device "${name}": ${option} in adapter_options is ignored; it belongs into the credential store`,
  );
}
