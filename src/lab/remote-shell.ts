export interface TerminalSize {
  readonly width: number;
  readonly height: number;
}

/** Size of a terminal that says nothing about its size: that of a VT100. */
export const DEFAULT_TERMINAL: TerminalSize = { width: 80, height: 24 };

/** What a client talks to behind SSH or Telnet. */
export interface RemoteShell {
  start(): void;
  receive(data: Buffer): void;
  resize(width: number): void;
  close(): void;
}
