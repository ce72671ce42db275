import type { Credential } from '../credentials/credential.types.js';

/** The device a job talks to. */
export interface DeviceTarget {
  /** Host name or address. */
  readonly host: string;
  readonly port: number;
  /** Driver name as the caller or the inventory gave it (a Netmiko or scrapli name). */
  readonly driver: string;
  /** `adapter_options` of the inventory. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** The device's way of saying no to a command. */
export interface CommandRejection {
  readonly reason: 'rejected' | 'ambiguous' | 'incomplete' | 'not_authorised';
  /** The line of the output that says so. */
  readonly line: string;
}

export interface CommandReply {
  /** Text of the device: `\n` line ends, without echo and prompt, every other blank as it came. */
  readonly output: string;
  /** Set when the device refused the command; its words are in `output`. */
  readonly rejection: CommandRejection | null;
}

export interface CommandOptions {
  /** Ends the command, and the session with it. */
  readonly signal?: AbortSignal;
  /** When the command must be done, in milliseconds since the epoch; 60 s from now when not given. */
  readonly deadlineAt?: number;
}

/** A session that is logged in and stands at its prompt. One command at a time. */
export interface DeviceSession {
  /**
   * Runs one line on the device. Rejects with an error of `devices.errors.ts`; after `OutputTooLargeError` and
   * `UnsendableCommandError` the session can still be used, after every other one it is closed.
   */
  sendCommand(command: string, options?: CommandOptions): Promise<CommandReply>;
}

export interface UseOptions {
  /** Ends log-in or command under way, and the session with it. */
  readonly signal?: AbortSignal;
  /**
   * Whether `work` may be run a second time, from its start, when a session that was kept open turns out to be
   * dead: true for reads.
   */
  readonly repeatable: boolean;
}

/** Logged-in sessions with devices, kept open between jobs. Lives in worker processes alone. */
export abstract class DeviceSessions {
  /**
   * Runs `work` on a session of its own and gives what it gives. Nobody else uses the session meanwhile; it goes
   * back to the pool, or is closed, when `work` settles. Rejects with an error of `devices.errors.ts` when no session
   * could be had, else with what `work` rejected with.
   */
  abstract use<T>(
    target: DeviceTarget,
    credential: Credential,
    work: (session: DeviceSession) => Promise<T>,
    options: UseOptions,
  ): Promise<T>;
}
