/** A fact of the contract that Tom states otherwise, on purpose. */
interface Difference {
  /** `operation place: theirs -> ours` */
  readonly difference: string;
  readonly because: string;
}

export const ON_PURPOSE: readonly Difference[] = [
  {
    difference:
      'GET /api/job/{job_id} query parser: optional string default "textfsm" -> optional string of textfsm, ttp default "textfsm"',
    because: 'a parser that does not exist is refused at once',
  },
  {
    difference:
      'GET /api/monitoring/failed_commands query error_type: optional string -> optional string of aborted, auth, credential, device, driver, gating, network, other, timeout, unknown_outcome',
    because: 'a kind of failure that does not exist is refused, and not taken for one that never happens',
  },
];

/** Operations and parameters of the contract that are not served yet. */
export const NOT_SERVED_YET: readonly string[] = [];
