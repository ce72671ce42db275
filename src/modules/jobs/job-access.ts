import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditEvent } from '../audit/audit-log.port.js';
import { Authorization } from '../auth/authorization.js';
import type { CallerIdentity } from '../auth/caller.types.js';
import { factsInQuestion, type DeviceFacts } from '../auth/device-scope.js';
import type { CredentialRef } from '../credentials/credential.types.js';
import { factsOfJob } from './job-facts.js';
import type { JobDevice, JobPayload, JobRecord } from './job.types.js';

/** Who asks, and from where. */
type Asking = CallerIdentity & { readonly from?: string };

/** As much of an order as access to devices depends on. */
interface AskedAccess {
  readonly caller: Asking;
  readonly facts: DeviceFacts;
  readonly device: JobDevice;
}

/** The part of a job that says on whose behalf it is run. */
type Asked = Pick<JobPayload, 'caller' | 'facts'>;

/** Decides whether a caller may have a job run, and keeps a record of that. */
@Injectable()
export class JobAccess {
  constructor(
    private readonly authorization: Authorization,
    private readonly audit: AuditLog,
  ) {}

  /** What the job carries of its caller. Throws `ForbiddenError`. */
  check(kind: JobPayload['kind'], { caller, facts, device }: AskedAccess): Asked {
    const known = { ...facts, ...factsOfJob(device) };
    try {
      this.authorization.requireAction(caller, { kind, facts: known });
    } catch (error) {
      this.audit.record({ ...eventOf(kind, caller, device), outcome: 'refused' });
      throw error;
    }
    return { caller: identityOf(caller), facts: factsInQuestion(caller.devices, facts) };
  }

  /** Records that a job was queued. */
  accepted({ id, payload }: JobRecord, caller: Asking): void {
    const { kind, device, credential } = payload;
    const lines = payload.kind === 'commands' ? payload.commands : payload.lines;
    const detail = { lines, ...loginOf(credential) };
    this.audit.record({ ...eventOf(kind, caller, device), outcome: 'allowed', job: id, detail });
  }
}

/** Which log-in the job takes: by its id, or by the user's name where the request brought it. */
function loginOf(credential: CredentialRef): Record<string, string> {
  return credential.type === 'stored'
    ? { credential: credential.credentialId }
    : { credential: 'inline', device_user: credential.username };
}

function identityOf({ user, method, provider, role, devices }: CallerIdentity): CallerIdentity {
  return { user, method, provider, role, devices };
}

function eventOf(kind: JobPayload['kind'], caller: Asking, device: JobDevice): Omit<AuditEvent, 'outcome'> {
  return { action: `${kind}.submitted`, caller, device: device.name ?? `${device.host}:${device.port}` };
}
