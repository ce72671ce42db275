import type { Secret } from '../common/secret.js';

/** Where a command-line tool reads from and writes to. */
export interface ToolTerminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Name of the user who runs the tool. */
  readonly username: string;
  /** What was asked for; a line end is added. */
  print(text: string): void;
  /** What went wrong; a line end is added. */
  complain(text: string): void;
  /**
   * Asks for a secret without echo, or reads the next line of the input where that is no terminal; `undefined` when
   * there is no further one. Rejects with `ToolUsageError` when the user gives up.
   */
  askSecret(question: string): Promise<Secret | undefined>;
}
