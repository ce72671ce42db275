/** A configuration line that waits for a commit. */
export interface PendingChange {
  readonly line: string;
  /** Name the device gets with it. */
  readonly hostname?: string;
}

/** What a shell remembers between two commands. */
export interface ShellState {
  mode: string;
  /** Columns of the terminal; 0 = unlimited. */
  width: number;
  /** Lines of a page; 0 = no pager. */
  length: number;
  /** Parameter of the command that led to the mode. */
  context: string;
  /** Working directory of a Unix shell. */
  directory: string;
  /** Commands entered so far, and the one being typed. */
  count: number;
  /** Name that the device had at the checkpoint; there is none where it is not set. */
  checkpoint?: string;
  readonly changes: PendingChange[];
}
