import type { InventoryDevice } from './inventory.types.js';

/**
 * A source of devices. Methods may be repeated and reject with `InventoryUnavailableError` when the source
 * cannot be read and no earlier copy is at hand.
 */
export abstract class InventoryProvider {
  /** The device of this name (case counts), or `undefined`. */
  abstract getDevice(name: string): Promise<InventoryDevice | undefined>;

  /** All devices, in the order of the source. */
  abstract listDevices(): Promise<readonly InventoryDevice[]>;
}
