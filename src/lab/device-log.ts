/** A log-in that a client tried. Passwords are not kept. */
export interface LoggedLogin {
  readonly username: string;
  readonly method: string;
  readonly accepted: boolean;
}

/** A line that a client entered at a prompt. */
export interface LoggedCommand {
  /** Number of the shell it came from, counted from 1 since the device started. */
  readonly shell: number;
  /** Mode the shell was in, such as `privileged` or `config`. */
  readonly mode: string;
  readonly text: string;
}

const MAX_ENTRIES = 20_000;

function append<T>(list: T[], entry: T): void {
  list.push(entry);
  if (list.length > MAX_ENTRIES) list.splice(0, MAX_ENTRIES / 2);
}

/** What happened at a device, oldest first. Each list keeps its last 10,000 entries at the least. */
export class DeviceLog {
  readonly #logins: LoggedLogin[] = [];
  readonly #commands: LoggedCommand[] = [];
  readonly #configLines: LoggedCommand[] = [];
  readonly #committedLines: LoggedCommand[] = [];
  #connections = 0;
  #shells = 0;
  #sessionsOpen = 0;
  #maxSessionsOpen = 0;
  #passwordChanges = 0;

  get logins(): readonly LoggedLogin[] {
    return this.#logins;
  }

  /** Every line entered at a prompt, blank ones left out; answers to questions are not kept. */
  get commands(): readonly LoggedCommand[] {
    return this.#commands;
  }

  /** The configuration lines the device took; those of a candidate take effect with its commit. */
  get configLines(): readonly LoggedCommand[] {
    return this.#configLines;
  }

  /** The lines of candidates that were committed. */
  get committedLines(): readonly LoggedCommand[] {
    return this.#committedLines;
  }

  /** New passwords that clients gave in place of an expired one: a client that does so has changed the account. */
  get passwordChanges(): number {
    return this.#passwordChanges;
  }

  /** TCP connections accepted so far. */
  get connections(): number {
    return this.#connections;
  }

  /** Shells opened so far. */
  get shells(): number {
    return this.#shells;
  }

  /** Connections that are logged in now. */
  get sessionsOpen(): number {
    return this.#sessionsOpen;
  }

  /** The most connections that were logged in at one time. */
  get maxSessionsOpen(): number {
    return this.#maxSessionsOpen;
  }

  connectionOpened(): void {
    this.#connections++;
  }

  loginTried(login: LoggedLogin): void {
    append(this.#logins, login);
  }

  sessionOpened(): void {
    this.#sessionsOpen++;
    this.#maxSessionsOpen = Math.max(this.#maxSessionsOpen, this.#sessionsOpen);
  }

  sessionClosed(): void {
    this.#sessionsOpen--;
  }

  /** @returns the number of the shell */
  shellOpened(): number {
    return ++this.#shells;
  }

  commandEntered(command: LoggedCommand): void {
    append(this.#commands, command);
  }

  configLineTaken(line: LoggedCommand): void {
    append(this.#configLines, line);
  }

  lineCommitted(line: LoggedCommand): void {
    append(this.#committedLines, line);
  }

  passwordChanged(): void {
    this.#passwordChanges++;
  }
}
