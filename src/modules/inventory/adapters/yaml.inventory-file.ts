import { Expose, Transform, plainToInstance } from 'class-transformer';
import { IsIn, IsInt, IsNotEmpty, IsObject, IsOptional, IsString, Max, Min } from 'class-validator';
import { findFaults } from '../../../common/class-faults.js';
import { didYouMean } from '../../../common/nearest-names.js';
import { parseYamlMapping, type YamlMapping } from '../../../common/yaml-document.js';
import { defaultPort } from '../../devices/default-port.js';
import { readJumpHosts } from '../../devices/jump-hosts.js';
import type { InventoryDevice } from '../inventory.types.js';
import { splitSecrets } from '../secret-options.js';

const REQUIRED_TEXT = { message: '$property must be a text that is not empty' };

/** One device as the inventory file spells it. */
class YamlDeviceEntry {
  @Expose()
  @IsString(REQUIRED_TEXT)
  @IsNotEmpty(REQUIRED_TEXT)
  host!: string;

  @Expose()
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value,
  )
  @Max(65535, { message: 'port must be at most 65535' })
  @Min(1, { message: 'port must be at least 1' })
  @IsInt({ message: 'port must be a whole number' })
  @IsOptional()
  port?: number;

  @Expose()
  @IsIn(['netmiko', 'scrapli'], { message: 'adapter must be netmiko or scrapli' })
  adapter!: 'netmiko' | 'scrapli';

  @Expose()
  @IsString(REQUIRED_TEXT)
  @IsNotEmpty(REQUIRED_TEXT)
  adapter_driver!: string;

  @Expose()
  @IsObject({ message: 'adapter_options must be a mapping' })
  adapter_options: Record<string, unknown> = {};

  @Expose()
  @IsString(REQUIRED_TEXT)
  @IsNotEmpty(REQUIRED_TEXT)
  credential_id!: string;
}

const KNOWN_KEYS = ['host', 'port', 'adapter', 'adapter_driver', 'adapter_options', 'credential_id'];

/** What an inventory file says: its usable devices, the faults of the others, and notes on what was ignored. */
export interface YamlInventory {
  readonly devices: ReadonlyMap<string, InventoryDevice>;
  /** Faults by device name, each with its line. */
  readonly faults: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

function readEntry(name: string, value: unknown, mapping: YamlMapping): InventoryDevice | string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `line ${mapping.lineOf([name])}: device "${name}" must be a mapping with ${KNOWN_KEYS.join(', ')}`;
  }
  const entry = plainToInstance(YamlDeviceEntry, value, { excludeExtraneousValues: true, exposeDefaultValues: true });
  const faults = findFaults(entry);
  if (faults.length > 0) {
    const sentences = faults.map(({ path, message }) => `line ${mapping.lineOf([name, ...path])}: ${message}`);
    return `device "${name}": ${sentences.join('; ')}`;
  }
  const { options, enableSecret } = splitSecrets(entry.adapter_options);
  const jumpHosts = readJumpHosts(options);
  if (typeof jumpHosts === 'string') {
    return `device "${name}": line ${mapping.lineOf([name, 'adapter_options'])}: adapter_options: ${jumpHosts}`;
  }
  return {
    name,
    host: entry.host,
    port: entry.port ?? defaultPort(entry.adapter_driver, entry.adapter_options),
    adapter: entry.adapter,
    adapterDriver: entry.adapter_driver,
    adapterOptions: options,
    credentialId: entry.credential_id,
    ...(enableSecret === undefined ? {} : { enableSecret }),
  };
}

function droppedOptions(name: string, value: unknown): string[] {
  if (typeof value !== 'object' || value === null || !('adapter_options' in value)) return [];
  const options = value.adapter_options;
  if (typeof options !== 'object' || options === null) return [];
  return splitSecrets({ ...options }).dropped.map(
    (option) => `device "${name}": ${option} in adapter_options is ignored; it belongs into the credential store`,
  );
}

function unknownKeys(name: string, value: unknown, mapping: YamlMapping): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.keys(value)
    .filter((key) => !KNOWN_KEYS.includes(key))
    .map(
      (key) =>
        `line ${mapping.lineOf([name, key])}: device "${name}": unknown key "${key}" is ignored${didYouMean(key, KNOWN_KEYS)}`,
    );
}

/**
 * Reads an inventory text: a mapping from device name to `host, port, adapter, adapter_driver, adapter_options, credential_id`.
 * @throws YamlSyntaxError when the text as a whole cannot be read.
 */
export function readYamlInventory(text: string): YamlInventory {
  const mapping = parseYamlMapping(text);
  const devices = new Map<string, InventoryDevice>();
  const faults = new Map<string, string>();
  const notes: string[] = [];
  for (const [name, value] of mapping.entries) {
    const result = readEntry(name, value, mapping);
    if (typeof result === 'string') faults.set(name, result);
    else devices.set(name, result);
    notes.push(...unknownKeys(name, value, mapping), ...droppedOptions(name, value));
  }
  return { devices, faults, notes };
}
