import { didYouMean } from '../common/nearest-names.js';
import { LabSettingsError } from './lab.errors.js';

const SILENT_STAGES = ['connect', 'login', 'prompt', 'command', 'config'] as const;
const DROP_STAGES = ['connect', 'key_exchange', 'login', 'authenticated', 'prompt', 'command', 'config'] as const;
const ECHOES_MISSING = ['characters', 'everything'] as const;
const EXTRA_ROUNDS = ['notice', 'code', 'new_password'] as const;
const GARBAGE_PLACES = ['prompt', 'output'] as const;

/**
 * What is wrong with a device. A fault that is absent is off; `{}` is a healthy device. `refuseConnections`,
 * `wrongPassword`, `accountLocked`, `loginDelayMs`, `extraRound` and `otherHostKey` concern new log-ins, `banner` and `tooManySessions` new shells, the others
 * open sessions too.
 */
export interface LabFaults {
  /** Milliseconds between a command and the first byte of its answer; the echo comes at once. */
  readonly delayMs?: number;
  /** The connection breaks once a shell has sent this many bytes, counted from its start or from when the fault was set. */
  readonly dropAfterBytes?: number;
  /**
   * From where on the device says nothing more: `connect` accepts the TCP connection and sends no SSH identification,
   * `login` never answers the authentication, `prompt` opens the shell and sends nothing, `command` echoes a command
   * and never answers it, `config` likewise in configuration modes alone. A shell that fell silent stays so when the fault
   * is cleared.
   */
  readonly neverAnswer?: (typeof SILENT_STAGES)[number];
  /**
   * Where the connection breaks: `connect` before the first byte, `key_exchange` after the identification (the Telnet
   * negotiation), `login` when a password comes, `authenticated` before the shell opens, `prompt` in place of the first
   * prompt, `command` behind the echo of a command, `config` when a configuration line was taken.
   */
  readonly dropAt?: (typeof DROP_STAGES)[number];
  /** Noise (escape sequences, control characters, bytes that are no UTF-8): right before every prompt, or within every output. */
  readonly garbage?: (typeof GARBAGE_PLACES)[number];
  /** Every password is refused, the right one too. */
  readonly wrongPassword?: boolean;
  /** Likewise, and the device says that the account is locked; over SSH it then asks by keyboard-interactive. */
  readonly accountLocked?: boolean;
  /** In place of a shell, or of the questions of a log-in in the terminal, it says that too many sessions are open, and hangs up. */
  readonly tooManySessions?: boolean;
  /** Milliseconds until a log-in is judged. */
  readonly loginDelayMs?: number;
  /**
   * A further round of keyboard-interactive: `notice` a text without a question before the password, `code` a question
   * for a code (123456) after it, `new_password` the questions for an expired password. Other methods are not offered.
   */
  readonly extraRound?: (typeof EXTRA_ROUNDS)[number];
  /** What is typed is not echoed; `everything`: not even the line end of Enter. */
  readonly noEcho?: (typeof ECHOES_MISSING)[number];
  /** A log line and a new prompt follow every prompt. */
  readonly logLines?: boolean;
  /** The commands that set the length of a page are unknown, so paging stays on. */
  readonly stuckPager?: boolean;
  /** Commands that begin with this text are not authorised. */
  readonly denied?: string;
  /** A commit is refused, the changes stay. */
  readonly commitFails?: boolean;
  /** A long message of the day with lines that look like prompts, questions and pagers. */
  readonly banner?: boolean;
  /** Milliseconds between the pieces in which every prompt arrives (three of them). */
  readonly slowPromptMs?: number;
  /** Every byte travels in a packet of its own. */
  readonly splitBytes?: boolean;
  /** Its SSH server shows another host key, as one that was replaced does. */
  readonly otherHostKey?: boolean;
  /** The port is closed: connecting is refused. */
  readonly refuseConnections?: boolean;
}

type Reader<T> = (value: string | undefined, name: string) => T;

const readNumber: Reader<number> = (value, name) => {
  if (value !== undefined && /^\d+$/.test(value)) return Number(value);
  throw new LabSettingsError(`fault "${name}" needs a whole number, such as ${name}=100, but got "${value ?? ''}"`);
};

const readSwitch: Reader<boolean> = (value, name) => {
  if (value === undefined || value === 'true') return true;
  if (value === 'false') return false;
  throw new LabSettingsError(
    `fault "${name}" is a switch: write ${name}, ${name}=true or ${name}=false instead of "${value}"`,
  );
};

const readText: Reader<string> = (value, name) => {
  if (value !== undefined && value !== '') return value;
  throw new LabSettingsError(`fault "${name}" needs a text, such as ${name}=terminal`);
};

function readChoice<T extends string>(choices: readonly T[]): Reader<T> {
  return (value, name) => {
    const choice = choices.find((candidate) => candidate === value);
    if (choice !== undefined) return choice;
    throw new LabSettingsError(`fault "${name}" must be one of ${choices.join(', ')}, but got "${value ?? ''}"`);
  };
}

const READERS: { readonly [Name in keyof LabFaults]-?: Reader<NonNullable<LabFaults[Name]>> } = {
  delayMs: readNumber,
  dropAfterBytes: readNumber,
  neverAnswer: readChoice(SILENT_STAGES),
  dropAt: readChoice(DROP_STAGES),
  garbage: readChoice(GARBAGE_PLACES),
  wrongPassword: readSwitch,
  accountLocked: readSwitch,
  tooManySessions: readSwitch,
  loginDelayMs: readNumber,
  extraRound: readChoice(EXTRA_ROUNDS),
  noEcho: readChoice(ECHOES_MISSING),
  logLines: readSwitch,
  stuckPager: readSwitch,
  denied: readText,
  commitFails: readSwitch,
  banner: readSwitch,
  slowPromptMs: readNumber,
  splitBytes: readSwitch,
  otherHostKey: readSwitch,
  refuseConnections: readSwitch,
};

/** The names a fault may have, as `LabFaults` and the command line spell them. */
export const FAULT_NAMES: readonly string[] = Object.keys(READERS);

/**
 * Reads faults written as `name=value`; a switch may stand without its value.
 * @throws LabSettingsError for an unknown name or a value that does not fit.
 */
export function parseFaults(texts: readonly string[]): LabFaults {
  const readers = new Map<string, Reader<unknown>>(Object.entries(READERS));
  const faults = texts.map((text): [string, unknown] => {
    const [, name = '', , value] = /^([^=]*)(=(.*))?$/s.exec(text) ?? [];
    const read = readers.get(name);
    if (read === undefined) {
      throw new LabSettingsError(
        `fault "${name}" is unknown${didYouMean(name, FAULT_NAMES)} (known: ${FAULT_NAMES.join(', ')})`,
      );
    }
    return [name, read(value, name)];
  });
  return Object.fromEntries(faults);
}
