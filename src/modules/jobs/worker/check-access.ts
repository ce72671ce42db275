import { Authorization } from '../../auth/authorization.js';
import { factsOfJob } from '../job-facts.js';
import type { JobPayload } from '../job.types.js';

const AUTHORIZATION = new Authorization();

/** Asks again what the controller asked before it queued the job. Throws `ForbiddenError`. */
export function checkAccess({ kind, caller, facts, device }: JobPayload): void {
  AUTHORIZATION.requireAction(caller, { kind, facts: { ...facts, ...factsOfJob(device) } });
}
