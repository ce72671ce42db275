import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { JobConsumer, JobQueue } from '../job-queue.port.js';
import type { DeviceJobProcessor } from './device-job.processor.js';

/** Takes jobs from the queue for as long as the application runs. */
export class JobsWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #queue: JobQueue;
  readonly #processor: DeviceJobProcessor;
  readonly #shutdownGraceMs: number;
  #consumer?: JobConsumer;

  /** @param shutdownGraceMs how long the end waits for the jobs under way */
  constructor(queue: JobQueue, processor: DeviceJobProcessor, shutdownGraceMs: number) {
    this.#queue = queue;
    this.#processor = processor;
    this.#shutdownGraceMs = shutdownGraceMs;
  }

  async onApplicationBootstrap(): Promise<void> {
    this.#consumer = await this.#queue.consume((delivery) => this.#processor.process(delivery));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#consumer?.close(this.#shutdownGraceMs);
  }
}
