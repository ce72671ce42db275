import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { AuditLog } from '../../audit/audit-log.port.js';
import type { JobConsumer, JobQueue } from '../job-queue.port.js';
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
    this.#consumer = await this.#queue.consume(handle);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#consumer?.close(this.#shutdownGraceMs);
  }
}
