import type { Duplex } from 'node:stream';

/** How a simulator of a few lines talks, whatever device it stands for. */
export interface CrudeManners {
  /** Shown before the first prompt, once. Default: nothing. */
  readonly greeting?: string;
  /** It shows nothing, not even its prompt, before an Enter. */
  readonly isMute?: boolean;
  /** Shown before each prompt, and behind it. Default: nothing. */
  readonly beforePrompt?: string;
  readonly afterPrompt?: string;
  /** What it shows of what is typed. Default: each character. */
  readonly echo?: 'keys' | 'line' | 'repainted';
  /** What ends the lines that it shows. Default: `\r\n`. */
  readonly lineEnd?: string;
  /** Takes each half of a `\r\n` for an Enter. */
  readonly countsEnterTwice?: boolean;
  /** Sends no more than this at once, in characters. Default: as it comes. */
  readonly pieces?: number;
  /** Says nothing to a command it does not know. */
  readonly ignoresUnknown?: boolean;
  /** Shows itself only after this time, in milliseconds. */
  readonly startsAfterMs?: number;
  /** Asks inside the session who is there, and lets everybody in. */
  readonly asksLogin?: boolean;
}

export const CRUDE_PROMPT = 'sw-core.1_a#';

/** Commands that every crude device knows, and what it puts out for them. */
export const CRUDE_OUTPUTS: Readonly<Record<string, string>> = {
  'show version': 'Version 1.2.3\nsw-core.1_a is up\n',
  'show nothing': '',
  'show a blank line': '\n',
  'show blank lines': '\n\n  indented, with blanks behind   \n   \n\n',
  'show marks': 'line one\ninterface #\nlast >\n[OK]\nend #\n',
  'show questions': 'Password:\n--More--\nProceed? [confirm]\nlogin: now\n',
  'show names': 'sw-core.1_a\nsw-core.1_a\n',
  'show unicode': 'grüß dich — 日本 😀\n\tx\ty\n',
  'show long': `${'y'.repeat(700)} ${'z'.repeat(1400)}\nend\n`,
  'show  run | include "a b"': 'show  run | include "a b" is repeated\n',
  [`show ${'a-word '.repeat(12)}`.trim()]: 'long command\n',
};

/** The text a user must get for a command: line ends before the prompt are output, but for the last one. */
export function crudeOutput(command: string, { beforePrompt = '' }: CrudeManners): string {
  const text = (CRUDE_OUTPUTS[command] ?? '') + beforePrompt.replace(/[^\n]/g, '');
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

/** Plays a device to whoever has connected, as the simulators do that people write for their tests: it knows some commands and no platform. */
export class CrudeDevice {
  private typed = '';
  private lastKey = '';
  private questions: string[];

  constructor(
    private readonly stream: Duplex,
    private readonly manners: CrudeManners,
  ) {
    this.questions = manners.asksLogin === true ? ['Username: ', 'Password: '] : [];
    stream.on('error', () => undefined);
    setTimeout(() => this.start(), manners.startsAfterMs ?? 0);
  }

  private start(): void {
    const { greeting = '', isMute = false } = this.manners;
    this.show(greeting);
    if (!isMute) this.showPrompt();
    this.stream.on('data', (bytes: Buffer) => {
      for (const key of bytes.toString()) this.press(key);
    });
  }

  private press(key: string): void {
    const isSecondHalf =
      (key === '\n' || key === '\0') && this.lastKey === '\r' && this.manners.countsEnterTwice !== true;
    this.lastKey = key;
    if (isSecondHalf) return;
    if (key === '\r' || key === '\n') {
      this.enter();
    } else {
      this.typed += key;
      if (this.manners.echo === undefined || this.manners.echo === 'keys') this.show(key);
    }
  }

  private enter(): void {
    const line = this.typed;
    this.typed = '';
    this.echoEnter(line);
    if (this.questions.length > 0) this.questions.shift();
    else if (['exit', 'quit', 'logout'].includes(line)) this.stream.end();
    else if (line !== '') this.show(CRUDE_OUTPUTS[line] ?? this.complaint(line));
    this.showPrompt();
  }

  private echoEnter(line: string): void {
    const { echo = 'keys' } = this.manners;
    if (echo === 'keys') this.show('\n');
    if (echo === 'line') this.show(`${line}\n`);
    if (echo === 'repainted') this.show(`\r${CRUDE_PROMPT}${line}\n`);
  }

  private complaint(line: string): string {
    return this.manners.ignoresUnknown === true ? '' : `% Unknown command: ${line}\n`;
  }

  private showPrompt(): void {
    const { beforePrompt = '', afterPrompt = '' } = this.manners;
    const [question] = this.questions;
    this.show(question ?? `${beforePrompt}${CRUDE_PROMPT}${afterPrompt}`);
  }

  private show(text: string): void {
    const { lineEnd = '\r\n', pieces = Infinity } = this.manners;
    const wire = text.replaceAll('\r\n', '\n').replaceAll('\n', lineEnd);
    for (let at = 0; at < wire.length; at += pieces) {
      if (this.stream.writable) this.stream.write(wire.slice(at, at + pieces));
    }
  }
}
