/** A fact of the contract that Tom states otherwise, on purpose. */
interface Difference {
  /** `operation place: theirs -> ours` */
  readonly difference: string;
  /** What the contract says of it, word by word. */
  readonly because: string;
}

const NEVER_WORKS = 'Bad input that can never work';

export const ON_PURPOSE: readonly Difference[] = [
  {
    difference:
      'GET /api/job/{job_id} query parser: optional string default "textfsm" -> optional string of textfsm, ttp default "textfsm"',
    because: NEVER_WORKS,
  },
  {
    difference:
      'GET /api/monitoring/failed_commands query error_type: optional string -> optional string of aborted, auth, credential, device, driver, gating, network, other, timeout, unknown_outcome',
    because: NEVER_WORKS,
  },
];
