import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import { withLogContext, type LogContext } from '../../../common/logging/log-context.js';
import type { AuditLog } from '../../audit/audit-log.port.js';
import type { JobConsumer, JobDelivery, JobQueue } from '../job-queue.port.js';
import { auditedHandler } from './audited-handler.js';
import type { DeviceJobProcessor } from './device-job.processor.js';

/** Takes jobs from the queue for as long as the application runs. */
export class JobsWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #queue: JobQueue;
  readonly #processor: DeviceJobProcessor;
  readonly #shutdownGraceMs: number;
  readonly #audit: AuditLog;
  #consumer?: JobConsumer;

  /** @param shutdownGraceMs how long the end waits for the jobs under way */
  constructor(queue: JobQueue, processor: DeviceJobProcessor, audit: AuditLog, shutdownGraceMs: number) {
    this.#queue = queue;
    this.#processor = processor;
    this.#audit = audit;
    this.#shutdownGraceMs = shutdownGraceMs;
  }

  async onApplicationBootstrap(): Promise<void> {
    const handle = auditedHandler((delivery) => this.#processor.process(delivery), this.#audit);
    this.#consumer = await this.#queue.consume((delivery) =>
      withLogContext(contextOf(delivery), () => handle(delivery)),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#consumer?.close(this.#shutdownGraceMs);
  }
}

/** The payload has not been checked yet. */
function contextOf({ id, payload }: JobDelivery): LogContext {
  const requestId: unknown = payload.requestId;
  return { jobId: id, ...(typeof requestId === 'string' ? { requestId } : {}) };
}
