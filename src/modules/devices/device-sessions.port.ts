import type { Secret } from '../../common/secret.js';
import type { Credential } from '../credentials/credential.types.js';
import type { JumpHost } from './jump-hosts.js';
import type { ConfigurationWishes } from './platforms/configuration-choice.js';

/** The device a job talks to. */
export interface DeviceTarget {
  /** Host name or address. */
  readonly host: string;
  readonly port: number;
  /** Driver name as the caller or the inventory gave it (a Netmiko or scrapli name). */
  readonly driver: string;
  /** `adapter_options` of the inventory. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The hosts that `jump_hosts` of the options names, with their log-ins; needed where it names any. */
  readonly jumpHosts?: readonly JumpHost[];
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
  /** Lines the device logged at the prompt, which are no output. */
  readonly logLines: readonly string[];
}

/** A question the device asks, and its answer. */
export interface DialogueStep {
  /** Matches within the last line the device shows. */
  readonly expect: RegExp;
  /** Typed with an Enter. A `Secret` is kept out of outputs and errors, also where the device echoes it. */
  readonly answer: string | Secret;
}

export interface ExchangeTimes {
  /** Ends the command, and the session with it. */
  readonly signal?: AbortSignal;
  /** When it must be done, in milliseconds since the epoch; 60 s from now when not given. */
  readonly deadlineAt?: number;
}

export interface CommandOptions extends ExchangeTimes {
  /** How long the device may be silent, in milliseconds. Default: as long as the deadline allows. */
  readonly idleTimeoutMs?: number;
  /** What the last line shows when the command is done, in place of the prompt. */
  readonly expect?: RegExp;
  /** Is shown the output as it comes, without the echo of the command; it has to return at once. */
  readonly onOutput?: (text: string) => void;
  /** Answers to questions, in this order. */
  readonly dialogue?: readonly DialogueStep[];
}

export interface EnableOptions extends ExchangeTimes {
  /** In place of the credential's enable secret. */
  readonly secret?: Secret;
}

/**
 * `dialogue`: all that is typed and shown, from entering the configuration mode to the prompt after it. `lines`: the lines, and
 * what puts them in force, each with what the device answers, without prompts.
 */
export type TranscriptForm = 'dialogue' | 'lines';

export interface ConfigOptions extends ExchangeTimes, ConfigurationWishes {
  /** In place of the credential's enable secret, where configuring needs the rights. */
  readonly secret?: Secret;
  /** Send no further line after one that the device refuses. Default true. */
  readonly stopOnError?: boolean;
  /** Save the configuration for the next start of the device. Default false. */
  readonly save?: boolean;
  /** How long the device may run with changes that it would take back, before they are confirmed, in milliseconds. Default 3 s. */
  readonly confirmAfterMs?: number;
  /** Default `dialogue`. */
  readonly transcriptForm?: TranscriptForm;
  /** How long the device may be silent after a line, in milliseconds. Default 30 s. */
  readonly idleTimeoutMs?: number;
  /** Awaited before the first byte of configuration goes out. When it rejects, none does. */
  readonly beforeFirstByte?: () => Promise<void>;
}

/** What became of one line of configuration. */
export interface ConfigLineReply {
  readonly line: string;
  /** What the device said to it. */
  readonly output: string;
  readonly rejection: CommandRejection | null;
}

export interface ConfigReply {
  /** See `TranscriptForm`; empty where nothing was sent. */
  readonly transcript: string;
  /** The lines that were sent, in their order; behind them what else was refused: a commit, its undoing, a save. */
  readonly lines: readonly ConfigLineReply[];
  /**
   * `applied`: every line was taken, and committed where there is a candidate. `rejected`: the device refused a line,
   * the commit, its undoing or the saving; `lines` says which. `not_committed`: every line was taken, and the candidate thrown away as
   * asked. `not_sent`: there was no line.
   */
  readonly outcome: 'not_sent' | 'not_committed' | 'applied' | 'rejected';
  /** What the lines change, in the words of the device or as `diff -u` shows it; `null` where it was not asked for, or the platform shows nothing. */
  readonly diff: string | null;
}

/** A session that is logged in and stands at its prompt. One call at a time. */
export interface DeviceSession {
  /** Canonical name of the platform, also where it was detected. */
  readonly platform: string;
  /** What the device's SSH server calls itself, such as `Cisco-1.25`; `undefined` where there is none. */
  readonly serverVersion?: string;

  /**
   * Runs one line on the device. Rejects with an error of `devices.errors.ts`; after `OutputTooLargeError` and
   * `UnsendableCommandError` the session can still be used, after every other one it is closed.
   */
  sendCommand(command: string, options?: CommandOptions): Promise<CommandReply>;

  /**
   * Raises the session to the privileged level of its platform. Sends nothing when it stands there already, or when
   * the platform knows no other level. Rejects with `EnableSecretMissingError`, `EnableSecretRejectedError` or
   * `PrivilegeRefusedError`, after which the session is closed, or as `sendCommand` does.
   */
  enable(options?: EnableOptions): Promise<void>;

  /**
   * Types lines in configuration mode, which is entered before (with the privileged level, where that is needed) and
   * left after, also after a failure. Never to be repeated: once `beforeFirstByte` was called, every failure but a
   * refusal by the device is an `OutcomeUnknownError`. Before that it rejects with `ConfigurationNotSupportedError`,
   * `ConfigurationRefusedError`, `UnsendableCommandError`, or as `enable` does.
   */
  sendConfigs(lines: readonly string[], options?: ConfigOptions): Promise<ConfigReply>;
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
