import type { ShellWire } from './cli/reply-writer.js';
import type { DeviceLog } from './device-log.js';
import type { LabFaults } from './lab-faults.js';
import type { LoginDescription } from './platform/login-description.js';
import type { RemoteShell, TerminalSize } from './remote-shell.js';

/** Who tries to log in, and how. */
export interface LoginTry {
  readonly username: string;
  readonly password: string;
  readonly method: string;
}

/** What SSH and Telnet need of their device. */
export interface FrontOptions {
  readonly login: LoginDescription;
  readonly log: DeviceLog;
  readonly faults: () => LabFaults;
  /** Judges a log-in, and writes it down; `done` is called later where the device is slow. */
  readonly judge: (login: LoginTry, done: (isAccepted: boolean) => void) => void;
  /** A shell for who is logged in already. */
  readonly openShell: (wire: ShellWire, terminal: TerminalSize, faults: () => LabFaults) => RemoteShell;
  /** A log-in dialogue, and a shell behind it; `onLogin` is called between the two. */
  readonly openDialogue: (
    wire: ShellWire,
    terminal: () => TerminalSize,
    hooks: { readonly method: string; readonly faults: () => LabFaults; readonly onLogin: () => void },
  ) => RemoteShell;
}
