import { InventoryProvider } from '../../src/modules/inventory/inventory-provider.port.js';
import { InventoryUnavailableError } from '../../src/modules/inventory/inventory.errors.js';
import type { InventoryDevice, InventoryItem, InventoryRecord } from '../../src/modules/inventory/inventory.types.js';

export function testRecord(name: string, more: Partial<InventoryDevice> = {}, fields = {}): InventoryRecord {
  const device = {
    name,
    host: `${name}.example.net`,
    port: 22,
    adapter: 'netmiko',
    adapterDriver: 'cisco_ios',
  } as const;
  return { device: { ...device, adapterOptions: {}, credentialId: 'lab', ...more }, fields: { name, ...fields } };
}

/** A source that a test fills, breaks and holds up. */
export class ScriptedProvider extends InventoryProvider {
  override identity = 'scripted';
  override readonly fields = { name: 'Name', site: 'Site' };
  items: InventoryItem[];
  /** Why it cannot be read. */
  failure: string | undefined;
  /** What its answers wait for. */
  gate: Promise<void> = Promise.resolve();
  lists = 0;
  readonly found: string[] = [];

  constructor(...names: readonly string[]) {
    super();
    this.items = names.map((name) => testRecord(name));
  }

  override async *list(): AsyncIterable<readonly InventoryItem[]> {
    this.lists++;
    await this.gate;
    this.refuse();
    yield this.items;
  }

  override async find(name: string): Promise<InventoryItem | undefined> {
    this.found.push(name);
    await this.gate;
    this.refuse();
    return this.items.find((item) => ('fault' in item ? item.name : item.device.name) === name);
  }

  private refuse(): void {
    if (this.failure !== undefined) throw new InventoryUnavailableError(this.failure);
  }
}
