import { Injectable } from '@nestjs/common';
import { didYouMean } from '../../common/nearest-names.js';
import { InventoryProvider } from './inventory-provider.port.js';
import { DeviceNotFoundError } from './inventory.errors.js';
import type { InventoryDevice } from './inventory.types.js';

/** Past this many devices no similar names are looked for: the answer would cost more than it helps. */
const MAX_NAMES_TO_COMPARE = 5_000;

/** Look-ups in the inventory, whatever its source. */
@Injectable()
export class InventoryService {
  constructor(private readonly provider: InventoryProvider) {}

  /** @throws DeviceNotFoundError naming the nearest devices */
  async getDevice(name: string): Promise<InventoryDevice> {
    const device = await this.provider.getDevice(name);
    if (device !== undefined) return device;
    const devices = await this.provider.listDevices();
    const names = devices.length > MAX_NAMES_TO_COMPARE ? [] : devices.map((known) => known.name);
    throw new DeviceNotFoundError(`device "${name}" is not in the inventory${didYouMean(name, names)}`);
  }

  listDevices(): Promise<readonly InventoryDevice[]> {
    return this.provider.listDevices();
  }
}
