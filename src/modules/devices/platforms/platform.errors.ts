import { TomError, type JobStage } from '../../../common/tom-error.js';

/** The driver name asks for a way to the device that Tom does not have: a serial line. */
export class TransportNotSupportedError extends TomError {
  readonly kind = 'driver';
  override readonly stage: JobStage = 'resolve';
}
