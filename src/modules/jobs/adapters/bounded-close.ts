import { Logger } from '@nestjs/common';
import type Bull from 'bull';
import { within } from '../../../common/within.js';

/** How long the end of the application waits for a queue. */
const CLOSE_TIMEOUT_MS = 3_000;

/** Has the application wait for a queue's end no longer than that: `@nestjs/bull` waits for as long as Bull takes, which may be for ever. */
export function boundClose(queue: Pick<Bull.Queue, 'name' | 'close'>): void {
  const onApplicationShutdown = async (): Promise<void> => {
    if (!(await within(CLOSE_TIMEOUT_MS, queue.close()))) new Logger('Jobs').warn(`${queue.name} could not be closed`);
  };
  Object.assign(queue, { onApplicationShutdown });
}
