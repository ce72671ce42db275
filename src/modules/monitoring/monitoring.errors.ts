import { TomError } from '../../common/tom-error.js';

/** The port for health and metrics of a worker cannot be opened. */
export class MonitorPortError extends TomError {
  readonly kind = 'settings';
}
