import { includesRole, type AccessRole } from '../../common/access-role.js';
import { ForbiddenError } from './auth.errors.js';
import { isSameCaller, type CallerIdentity } from './caller.types.js';
import { isInScope, type DeviceFacts } from './device-scope.js';

/** What is done to a device. */
export interface DeviceAction {
  readonly kind: 'commands' | 'configs';
  /** The device, as far as scopes may speak of it; `name` is missing for one that is in no inventory. */
  readonly facts: DeviceFacts;
}

const ROLE_OF_ACTION: Readonly<Record<DeviceAction['kind'], AccessRole>> = {
  commands: 'operator',
  configs: 'configurator',
};

/**
 * Decides who may do what: the one place. It asks nobody and remembers nothing, so that a controller, before it queues a job,
 * and a worker, before it runs it, come to the same answer.
 */
export class Authorization {
  /** Throws `ForbiddenError` for a caller below `needed`. */
  requireRole(caller: CallerIdentity, needed: AccessRole): void {
    if (includesRole(caller.role, needed)) return;
    throw new ForbiddenError(`${caller.user} has the role ${caller.role}; this needs ${needed}`);
  }

  /** Throws `ForbiddenError` for a device outside of the caller's scope. */
  requireDevice(caller: CallerIdentity, facts: DeviceFacts): void {
    if (this.mayUse(caller, facts)) return;
    const device = typeof facts.name === 'string' ? facts.name : 'that is in no inventory';
    throw new ForbiddenError(`${caller.user} may not use the device ${device}; ask for it to be added to its devices`);
  }

  /** Throws `ForbiddenError` for an action that role or scope do not allow. */
  requireAction(caller: CallerIdentity, { kind, facts }: DeviceAction): void {
    this.requireRole(caller, ROLE_OF_ACTION[kind]);
    this.requireDevice(caller, facts);
  }

  /** Whether a device is in the caller's scope. */
  mayUse(caller: CallerIdentity, facts: DeviceFacts): boolean {
    return isInScope(caller.devices, facts);
  }

  /** Whether a caller may see and abort a job of `owner`'s: its own, and an admin every one. */
  maySeeJob(caller: CallerIdentity, owner: CallerIdentity): boolean {
    return includesRole(caller.role, 'admin') || isSameCaller(caller, owner);
  }
}
