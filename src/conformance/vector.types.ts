/** What running one vector came to. */
export interface VectorOutcome {
  readonly id: string;
  /** What the vector says. */
  readonly expected: unknown;
  /** What Tom gives, in the same shape. */
  readonly actual: unknown;
}
