import { TomError } from '../../common/tom-error.js';

/** No inventory source knows the device. */
export class DeviceNotFoundError extends TomError {
  readonly kind = 'not_found';
}

/** An inventory source cannot be read, or has a record of the device that makes no device. */
export class InventoryUnavailableError extends TomError {
  readonly kind = 'unavailable';
}

/** A filter that can never work: an unknown name or field, a regular expression that is none or takes too long. */
export class InventoryFilterError extends TomError {
  readonly kind = 'bad_request';
}
