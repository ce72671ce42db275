import { CliSession } from '../../modules/devices/cli/cli-session.js';
import type { CliOutcome } from '../../modules/devices/cli/cli.types.js';
import type { Platform } from '../../modules/devices/platforms/platform.types.js';

const DEADLINE_MS = 60_000;
const MAX_OUTPUT_BYTES = 2 ** 26;

/** Plays a device to a session of its platform, with a clock of its own that runs as fast as it can. */
export class PlatformDialogue {
  private readonly session: CliSession;
  private outcome: CliOutcome | undefined;
  private nowMs = 0;
  private typed = '';

  constructor(
    platform: Platform,
    private readonly prompt: string,
    /** Bytes that come at a time. */
    private readonly pieceBytes: number,
  ) {
    this.session = new CliSession(
      { platform, maxOutputBytes: MAX_OUTPUT_BYTES },
      {
        write: (text) => {
          this.typed += text;
        },
        finished: (outcome) => {
          this.outcome = outcome;
        },
      },
    );
  }

  /** Name of the level that the session stands at. */
  get level(): string {
    return this.session.level;
  }

  /** Logs in: the device shows its prompt, and again after every Enter. */
  open(): CliOutcome {
    this.session.open(this.nowMs, { deadlineAtMs: this.nowMs + DEADLINE_MS });
    this.show(this.prompt);
    return this.answerWith(() => `\r\n${this.prompt}`);
  }

  /** Types a command, whose echo comes first; what the device shows next comes whenever something is typed. */
  send(command: string, shows: readonly string[]): CliOutcome {
    const rest = [...shows];
    rest[0] = `${command}\r\n${rest[0] ?? ''}`;
    rest.push(`${rest.pop() ?? ''}${this.prompt}`);
    this.session.send(command, this.nowMs, { deadlineAtMs: this.nowMs + DEADLINE_MS });
    return this.answerWith(() => rest.shift() ?? '');
  }

  private answerWith(next: () => string): CliOutcome {
    this.outcome = undefined;
    for (;;) {
      if (this.typed !== '') {
        this.typed = '';
        this.show(next());
      }
      if (this.outcome !== undefined) return this.outcome;
      this.nowMs = Math.max(this.nowMs, this.session.wakeAtMs);
      this.session.tick(this.nowMs);
    }
  }

  private show(text: string): void {
    const bytes = Buffer.from(text);
    for (let start = 0; start < bytes.length; start += this.pieceBytes) {
      this.session.receive(bytes.subarray(start, start + this.pieceBytes), this.nowMs);
    }
  }
}
