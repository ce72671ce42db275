/** One thing that every provider of a kind has to do; a test framework runs `it(check.name, check.run)` for each. */
export interface ContractCheck {
  /** A fact in the present tense. */
  readonly name: string;
  /** Rejects with an `AssertionError` when it does not hold. */
  run(this: void): Promise<void>;
}
