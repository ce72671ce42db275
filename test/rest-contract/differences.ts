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
];

/** Operations and parameters of the contract that are not served yet. */
export const NOT_SERVED_YET: readonly string[] = [];
