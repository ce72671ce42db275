import { TomError } from '../../common/tom-error.js';

/** No inventory source knows the device. */
export class DeviceNotFoundError extends TomError {
  readonly kind = 'not_found';
}

/** The inventory source cannot be read. */
export class InventoryUnavailableError extends TomError {
  readonly kind = 'unavailable';
}
