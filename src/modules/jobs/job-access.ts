import { Injectable } from '@nestjs/common';
import { AuditLog, type AuditFact } from '../audit/audit-log.port.js';
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
      this.audit.record({ action: actionOf(kind), outcome: 'refused', caller, device: nameOf(device) });
      throw error;
    }
    return { caller: identityOf(caller), facts: factsInQuestion(caller.devices, facts) };
  }

  /** Records that a job was queued. */
  accepted({ id, payload }: JobRecord, caller: Asking): void {
    const { kind, device, credential } = payload;
    const lines = payload.kind === 'commands' ? payload.commands : payload.lines;
    const detail = detailOf(lines, credential);
    const action = actionOf(kind);
    this.audit.record({ action, outcome: 'allowed', caller, device: nameOf(device), job: id, detail });
  }
}

/** What is typed, and which log-in the job takes: by its id, or by the user's name where the request brought it. */
function detailOf(lines: readonly string[], credential: CredentialRef): Record<string, AuditFact> {
  return credential.type === 'stored'
    ? { lines, credential: credential.credentialId }
    : { lines, credential: 'inline', device_user: credential.username };
}

function identityOf({ user, method, provider, role, devices }: CallerIdentity): CallerIdentity {
  return { user, method, provider, role, devices };
}

function actionOf(kind: JobPayload['kind']): string {
  return `${kind}.submitted`;
}

function nameOf({ name, host, port }: JobDevice): string {
  return name ?? `${host}:${port}`;
}
