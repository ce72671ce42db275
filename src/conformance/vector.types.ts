/** What running one vector came to. */
export interface VectorOutcome {
  /** What the vector says. */
  readonly expected: unknown;
  /** What Tom gives, in the same shape. */
  readonly actual: unknown;
}

/** A vector that is not run: its template needs what Tom does not have, and Tom says so. */
export interface VectorRefusal {
  readonly refused: string;
}

/** A vector, ready to be run. */
export interface VectorCase {
  readonly id: string;
  /** What the vector needs: nothing but the engine (`core`), a library (`lib`), Python code (`python`). */
  readonly tier?: string;
  run(): VectorOutcome | VectorRefusal;
}

/** Makes cases of the records of a file. */
export type VectorReader = (file: string, templatesFile: string | undefined) => VectorCase[];
