import { setTimeout as delay } from 'node:timers/promises';
import type { EndingJob, JobEndings } from '../job-endings.port.js';

const AGAIN_AFTER_MS = 500;
const MOST_TRIES = 240;

/** Tells of an end until that is heard, or nobody waits for it any more. Never rejects. */
export async function tellEnding(endings: JobEndings, job: EndingJob, isGivenUp: () => boolean): Promise<void> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    try {
      return await endings.beforeEnd(job);
    } catch {
      if (isGivenUp()) return;
      await delay(AGAIN_AFTER_MS, undefined, { ref: false });
    }
  }
}
