import { TomError } from '../common/tom-error.js';

/** A lab was asked for something it cannot do: the message names the argument, key or file and the fix. */
export class LabSettingsError extends TomError {
  override readonly kind = 'settings';
}
