import { DeviceOptionError } from '../../devices/devices.errors.js';
import type { JobDevice } from '../job.types.js';

const MOST_SESSIONS = 100;

/** Sessions a device may have at a time: its `max_sessions` option, else the default. Throws `DeviceOptionError`. */
export function maxSessionsOf({ host, port, options }: JobDevice, byDefault: number): number {
  const value = options.max_sessions;
  if (value === undefined || value === null) return byDefault;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_SESSIONS) return value;
  throw new DeviceOptionError(
    `adapter_options of ${host}:${port}: max_sessions must be a whole number from 1 to ${MOST_SESSIONS}`,
  );
}
