import type { JobFlags } from '../job.types.js';

/** The flags of a job, kept among Bull's options for it: those come with every delivery and nothing of Bull's writes them again. */
export function flagsOf(options: object): JobFlags {
  const { isAborted = false, isIrreversible = false } = options as Partial<JobFlags>;
  return { isAborted, isIrreversible };
}
