import type { AuditLog } from '../../audit/audit-log.port.js';
import type { JobHandler } from '../job-queue.port.js';

/** Has the end of every job that `handle` brings to an end recorded. */
export function auditedHandler(handle: JobHandler, audit: AuditLog): JobHandler {
  return async (delivery) => {
    const outcome = await handle(delivery);
    if (outcome.kind !== 'completed' && outcome.kind !== 'failed') return outcome;
    const { caller, device, kind } = delivery.payload;
    const failure = outcome.kind === 'failed' ? outcome.failure : null;
    audit.record({
      action: `${kind}.ended`,
      outcome: outcome.kind,
      caller,
      device: device.name ?? `${device.host}:${device.port}`,
      job: delivery.id,
      detail: failure === null ? {} : { error_type: failure.type, error_stage: failure.stage },
    });
    return outcome;
  };
}
