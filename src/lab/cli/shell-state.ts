/** What a shell remembers between two commands. */
export interface ShellState {
  mode: string;
  /** Columns of the terminal; 0 = unlimited. */
  width: number;
  /** Lines of a page; 0 = no pager. */
  length: number;
  /** Parameter of the command that led to the mode, shortened. */
  context: string;
  /** Working directory of a Unix shell. */
  directory: string;
}
