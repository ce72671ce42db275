import { CliSession } from '../../src/modules/devices/cli/cli-session.js';
import type { CliOutcome } from '../../src/modules/devices/cli/cli.types.js';
import type { Platform } from '../../src/modules/devices/platforms/platform.types.js';

/** How an emulated device talks, whatever it stands for. */
export interface DeviceManners {
  readonly prompt: string;
  /** Shown before the first prompt. */
  readonly banner?: string;
  /** What it shows of what is typed: nothing; the line, once it is whole; each character, `keyMs` after the one before. */
  readonly echo: 'none' | 'line' | 'keys';
  /** What ends the lines it shows. */
  readonly lineEnd: '\r\n' | '\n';
  /** Width it breaks its echo at. Default: none. */
  readonly columns?: number;
  /** A `\r\n` that is typed counts as two Enters. */
  readonly countsEnterTwice?: boolean;
  /** Time between two things that it shows, in milliseconds. */
  readonly paceMs: number;
}

/** Time for one exchange, in milliseconds of the device's clock. */
const DEADLINE_MS = 60_000;
const MAX_OUTPUT_BYTES = 2 ** 20;

/** An emulator of a few lines that plays any platform to a `CliSession`: it knows some commands and no platform. The clock is its own. */
export class EmulatedDevice {
  nowMs = 0;
  readonly lines: string[] = [];
  private readonly session: CliSession;
  private outcome: CliOutcome | undefined;
  private typed = '';
  /** What it is going to show, and when. */
  private readonly coming: { readonly atMs: number; readonly text: string }[] = [];
  private busyUntilMs = 0;
  private lastKey = '';

  constructor(
    private readonly platform: Platform,
    private readonly manners: DeviceManners,
    private readonly answers: Readonly<Record<string, string>>,
  ) {
    const host = {
      write: (text: string) => this.type(text),
      finished: (outcome: CliOutcome) => void (this.outcome = outcome),
    };
    this.session = new CliSession({ platform, maxOutputBytes: MAX_OUTPUT_BYTES }, host);
    this.show(`${manners.banner ?? ''}${manners.prompt}`);
  }

  /** Waits for the prompt, and types what the platform types after log-in. */
  logIn(): CliOutcome {
    const opened = this.play((limits) => this.session.open(this.nowMs, limits));
    if (opened.kind !== 'opened') return opened;
    const { entry, widthCommands, pagingCommands } = this.platform;
    const entering = entry?.prompt.test(this.session.prompt.trimEnd()) === true ? [entry.command] : [];
    for (const command of [...entering, ...widthCommands, ...pagingCommands]) {
      const outcome = this.run(command);
      if (outcome.kind !== 'replied') return outcome;
    }
    return opened;
  }

  run(command: string): CliOutcome {
    return this.play((limits) => this.session.send(command, this.nowMs, limits));
  }

  private play(begin: (limits: { deadlineAtMs: number }) => void): CliOutcome {
    this.outcome = undefined;
    begin({ deadlineAtMs: this.nowMs + DEADLINE_MS });
    while (this.outcome === undefined) this.step();
    return this.outcome;
  }

  /** Whatever is due next: the device shows something, or the session is woken. */
  private step(): void {
    const [next] = this.coming;
    if (next !== undefined && next.atMs <= this.session.wakeAtMs) {
      this.coming.shift();
      this.nowMs = Math.max(this.nowMs, next.atMs);
      this.session.receive(Buffer.from(next.text), this.nowMs);
    } else {
      this.nowMs = Math.max(this.nowMs, this.session.wakeAtMs);
      this.session.tick(this.nowMs);
    }
  }

  private show(text: string): void {
    this.busyUntilMs = Math.max(this.busyUntilMs, this.nowMs) + this.manners.paceMs;
    this.coming.push({ atMs: this.busyUntilMs, text: text.replaceAll('\n', this.manners.lineEnd) });
  }

  private type(text: string): void {
    const { echo, countsEnterTwice = false } = this.manners;
    for (const key of text) {
      const isSecondHalf = key === '\n' && this.lastKey === '\r' && !countsEnterTwice;
      this.lastKey = key;
      if (isSecondHalf) continue;
      if (key === '\r' || key === '\n') this.enter();
      else {
        this.typed += key;
        if (echo === 'keys') this.show(this.isAtMargin ? `${key}\n` : key);
      }
    }
  }

  private get isAtMargin(): boolean {
    const { prompt, columns = Infinity } = this.manners;
    return (prompt.length + this.typed.length) % columns === 0;
  }

  private enter(): void {
    const line = this.typed;
    this.typed = '';
    const { echo, prompt } = this.manners;
    if (line !== '') this.lines.push(line);
    if (echo === 'line') this.show(`${line}\n`);
    if (echo === 'keys') this.show('\n');
    if (line !== '') this.show(this.answers[line] ?? `% Unknown command: ${line}\n`);
    this.show(prompt);
  }
}
