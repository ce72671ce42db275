import type { DeviceFacts } from '../auth/device-scope.js';
import type { JobDevice } from './job.types.js';

/** What a job itself says of its device: it wins over what is said beside it. */
export function factsOfJob({ name, host, port }: JobDevice): DeviceFacts {
  return { ...(name === null ? {} : { name }), host, port };
}
