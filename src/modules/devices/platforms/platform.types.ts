/** Why a device refuses a command. */
export type RejectionReason = 'rejected' | 'ambiguous' | 'incomplete' | 'not_authorised';

/** A level of rights, or a mode, told apart by its prompt. */
export interface PrivilegeLevel {
  readonly name: string;
  /**
   * Matches a whole prompt, without the blanks that may follow it. The group `host` holds the part that stays the
   * same while the level, the directory or the mode changes.
   */
  readonly prompt: RegExp;
}

/** A text the device stops at, because a page is full or it wants to be told to go on, and what to type there. */
export interface Pager {
  /** Matches the end of the last line. */
  readonly pattern: RegExp;
  readonly answer: string;
}

/** A line by which the device says no. */
export interface ErrorPattern {
  /** Matches within one line. */
  readonly pattern: RegExp;
  readonly reason: RejectionReason;
}

/** How to get from the shell where a log-in may end to the command line. */
export interface PlatformEntry {
  /** Matches the end of a prompt of that shell. */
  readonly prompt: RegExp;
  /** What to type there, once, before anything else. */
  readonly command: string;
}

/** A command that may ask questions, which have one answer each. */
export interface PlatformDialogue {
  readonly command: string;
  /** Questions at the end of the last line, in any order, and what is typed there before Enter. */
  readonly answers: readonly Pager[];
  /** Matches a line that says it is done; `null` where only a refusal is told. */
  readonly success: RegExp | null;
  /** Matches a line that says it is not done, beyond those by which the platform refuses any command. */
  readonly failure: RegExp | null;
}

/** How a session gets from the level it is logged in at to the one that has all rights. */
export interface PlatformEnable {
  readonly command: string;
  /**
   * Names of the levels with all rights; those of the configuration mode have them too. Empty where the prompt does not
   * tell: the command is typed once a session, and done when it is not refused.
   */
  readonly levels: readonly string[];
  /** Matches the end of the line that asks for the user name. */
  readonly username: RegExp;
  /** Matches the end of the line that asks for the secret. */
  readonly password: RegExp;
  /** The secret asked for is the password of the user, where no other is given (`sudo`). */
  readonly asksOwnPassword: boolean;
  /** Matches a line after which the device asks for the secret once more although it was right; `null`: none. */
  readonly asksAgain: RegExp | null;
  /** Back to the level before; `null`: the session is closed instead. */
  readonly leave: PlatformDialogue | null;
}

/** Lines of configuration that are text up to an end mark: the device shows no prompt between them. */
export interface TextBlock {
  /** Matches the first line; its group `end`, if it has one, is the end mark. */
  readonly start: RegExp;
  /** The end mark where the first line does not give it. */
  readonly end: string | null;
}

/** One way to configure a platform at its command line. Commands may hold `{minutes}`, `{seconds}`, `{clock}` and `{session}`. */
export interface ConfigurationMode {
  /** Typed before the mode is entered. */
  readonly prepare: PlatformDialogue | null;
  /** `null`: lines are taken at the prompt, there is no mode. */
  readonly enter: PlatformDialogue | null;
  /** Matches prompts at which there is the mode, where a platform has two command lines; `null`: all of them. */
  readonly when: RegExp | null;
  /** Names of the levels that are the mode; empty where the prompt does not tell. */
  readonly levels: readonly string[];
  /** The privileged level is needed first. */
  readonly needsEnable: boolean;
  /** Typed in this order; one that is alone is typed again until the mode is left. */
  readonly leave: readonly PlatformDialogue[];
  /** Puts the candidate in force; `null` where lines are in force at once. */
  readonly commit: PlatformDialogue | null;
  /** Commit and what follows it are typed after the mode is left. */
  readonly commitsOutside: boolean;
  /** Typed after the commit, which the device takes back otherwise. */
  readonly confirm: PlatformDialogue | null;
  /** It is typed after the mode is left. */
  readonly confirmsOutside: boolean;
  /** Throws the candidate away, or takes back what is in force; typed in this order, up to one that fails. */
  readonly discard: readonly PlatformDialogue[];
  /** Shows what the candidate changes. */
  readonly diff: PlatformDialogue | null;
  readonly textBlocks: readonly TextBlock[];
}

/** How a platform is configured at its command line. */
export interface PlatformConfiguration extends ConfigurationMode {
  /** Shows the configuration in force, and lines of it that change by themselves; `null`: nothing does. */
  readonly running: { readonly command: string; readonly volatile: RegExp | null } | null;
  /** The way into a candidate, where there is none without being asked for. */
  readonly withCandidate: ConfigurationMode | null;
  /** The way on which lines are put in force and taken back at once, to see what they change; `null` with a candidate. */
  readonly withRollback: ConfigurationMode | null;
  /** The way on which the device takes the changes back after a time, unless they are confirmed. */
  readonly withTimer: ConfigurationMode | null;
}

/** How the configuration is kept for the next start. */
export interface PlatformSave extends PlatformDialogue {
  /** Typed in configuration mode, before it is left. */
  readonly inConfiguration: boolean;
}

/** What the data of a platform was tried on: software that runs on devices, or nothing but its documentation. */
export type Verification = 'device_software' | 'simulator' | 'recording' | 'documentation';

/** What tells a platform apart from all others: the name of its SSH server, or what it says to a command. */
export type DetectionClue =
  /** Matches within what the SSH server calls itself, such as `Cisco-1.25`. */
  | { readonly kind: 'ssh_version'; readonly pattern: RegExp }
  /** Matches within the output of a command that changes nothing. */
  | { readonly kind: 'output'; readonly command: string; readonly pattern: RegExp };

export interface PlatformClues {
  /** Canonical name. */
  readonly platform: string;
  readonly clues: readonly DetectionClue[];
}

/** How a device is reached. */
export type Protocol = 'ssh' | 'telnet';

/** Why a device lets nobody in, as its own words say. */
export type LoginRefusalReason = 'rejected' | 'locked' | 'too_many_sessions' | 'password_expired';

/** What a device says when it lets nobody in. */
export interface LoginRefusal {
  /** Matches within one line. */
  readonly pattern: RegExp;
  readonly reason: LoginRefusalReason;
}

/** How a device asks, inside the session, who is there. */
export interface PlatformLogin {
  /** Match the end of the last line. */
  readonly userPrompts: readonly RegExp[];
  readonly passwordPrompts: readonly RegExp[];
  readonly refusals: readonly LoginRefusal[];
  /** It asks so over SSH as well, whoever SSH has let in. */
  readonly isInBand: boolean;
  /** User name that SSH is opened with, `{username}` in it standing for the real one; `null`: the real one. */
  readonly sshUser: string | null;
}

/** The pty asked for. */
export interface TerminalSize {
  /** Terminal type (`TERM`). */
  readonly type: string;
  readonly columns: number;
  readonly rows: number;
}

/** All that sets one kind of device apart: data, no code. Read from `definitions/*.yaml`. */
export interface Platform {
  /** Canonical name (Netmiko's, where it has one). */
  readonly name: string;
  /** One line for people. */
  readonly description: string;
  /** Every name it goes by, the canonical one first. Each also stands for itself with `_ssh` at its end, and for Telnet with `_telnet`. */
  readonly names: readonly string[];
  /** Those that Netmiko has, without `_ssh`, `_telnet` and `_serial`. */
  readonly netmikoNames: readonly string[];
  /** Those that scrapli has. */
  readonly scrapliNames: readonly string[];
  readonly verified: Verification;
  /** What users should know: limits, and why something is done otherwise than they may expect. `null`: nothing. */
  readonly note: string | null;
  /** How it is known where nobody said which platform a device has. */
  readonly clues: readonly DetectionClue[];
  /** A shell gives every job a channel of its own on the warm connection. */
  readonly isShell: boolean;
  /** Telnet for a driver name that ends in `_telnet`. */
  readonly protocol: Protocol;
  readonly login: PlatformLogin;
  readonly terminal: TerminalSize;
  /** What ends a line that is typed: `\n`, `\r` or `\r\n`. */
  readonly lineEnding: string;
  /** Likewise over Telnet. */
  readonly telnetLineEnding: string;
  /** How long the device must be silent after a prompt before it is one, in milliseconds. Default 2. */
  readonly promptQuietMs: number;
  readonly privilegeLevels: readonly PrivilegeLevel[];
  /**
   * Matches the lines right above a prompt that belong to it (`{master:0}`, `[edit]`), with the line end before them, at
   * the end of an output; `null` when prompts have one line.
   */
  readonly promptContext: RegExp | null;
  /** Matches, at the end of an output, the line that ends every answer of a device without prompt; else `null`. */
  readonly replyEnd: RegExp | null;
  /** `null` when the log-in ends at the command line. */
  readonly entry: PlatformEntry | null;
  /** Typed after log-in, best effort: they concern the session alone. */
  readonly widthCommands: readonly string[];
  /** Likewise, to switch paging off. */
  readonly pagingCommands: readonly string[];
  /** `null` when there is no other level than that of the log-in. */
  readonly enable: PlatformEnable | null;
  /** `null` when it takes no configuration. */
  readonly configuration: PlatformConfiguration | null;
  /** `null` when there is nothing to save, or commit saves. */
  readonly save: PlatformSave | null;
  /**
   * Paging and width where they are settings of the device: typed after log-in only where the device's options say
   * `allow_auto_change: true`. `{username}` stands for the user who is logged in.
   */
  readonly autoChangeCommands: readonly string[];
  /** Polite way to end a session. */
  readonly exitCommand: string;
  /** What is typed where the device asks whether to end it, or to save what was not saved: it is not. */
  readonly exitAnswers: readonly Pager[];
  readonly pagers: readonly Pager[];
  readonly errorPatterns: readonly ErrorPattern[];
  /** Match the end of the last line where the device waits for an answer. */
  readonly questions: readonly RegExp[];
  /** Matches a line the device logs to the terminal at any time; `null` when it never does. */
  readonly logLine: RegExp | null;
  /** Match secrets in a line of output: the group `secret`. */
  readonly secrets: readonly RegExp[];
  /** Commands that leave the session as it was. After any other one it is closed when its job ends. */
  readonly statelessCommands: readonly RegExp[];
  /** Commands after which the prompt may be another one altogether (`hostname`, `su`). */
  readonly promptChangingCommands: readonly RegExp[];
}
