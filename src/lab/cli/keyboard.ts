/** Keys that do something other than stand for themselves. */
const KEYS = {
  '\b': 'erase',
  '\x7f': 'erase',
  '\x15': 'erase_line',
  '\x03': 'interrupt',
  '\x04': 'ctrl_d',
  '\x1a': 'ctrl_z',
} as const;

/** What was typed next: `text` to be echoed, or a key; `none` for one that means nothing. */
export type Keystroke =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'enter' | 'none' | (typeof KEYS)[keyof typeof KEYS] };

const INTERRUPT = '\x03';
const CONTROL_CHARACTER = /[\x00-\x1f\x7f]/;
const ESCAPE_SEQUENCE = /^\x1b(?:\[[0-9;?]*[ -/]*[@-~]|O.|[^[O])/;

function isSpecial(character: string): character is keyof typeof KEYS {
  return character in KEYS;
}

/** What the client typed and the shell has not read yet. `\r`, `\n` and `\r\n` are one Enter each. */
export class Keyboard {
  #unread = '';
  #isAfterReturn = false;

  get isEmpty(): boolean {
    return this.#unread === '';
  }

  type(data: Buffer): void {
    this.#unread += data.toString('latin1');
  }

  /** The next run of text or the next key. */
  read(): Keystroke {
    const at = this.#unread.search(CONTROL_CHARACTER);
    if (at === 0) return this.readKey();
    this.#isAfterReturn = false;
    return { kind: 'text', text: this.take(at === -1 ? this.#unread.length : at) };
  }

  /** The next single character; an Enter is `\r`, the second half of `\r\n` is empty. */
  readCharacter(): string {
    const keystroke = this.#unread.search(CONTROL_CHARACTER) === 0 ? this.readKey() : undefined;
    if (keystroke === undefined) return this.take(1);
    return keystroke.kind === 'enter' ? '\r' : keystroke.kind === 'none' ? '' : INTERRUPT;
  }

  /** Forgets all up to the last Ctrl-C. @returns whether there was one */
  skipToInterrupt(): boolean {
    const at = this.#unread.lastIndexOf(INTERRUPT);
    this.take(at + 1);
    return at !== -1;
  }

  /** All that was typed and not read yet, without the second half of a `\r\n` whose first half was read. */
  takeAll(): Buffer {
    if (this.#isAfterReturn && this.#unread.startsWith('\n')) this.take(1);
    if (!this.isEmpty) this.#isAfterReturn = false;
    return Buffer.from(this.take(this.#unread.length), 'latin1');
  }

  private readKey(): Keystroke {
    const isSecondOfPair = this.#isAfterReturn && this.#unread.startsWith('\n');
    if (this.#unread.startsWith('\x1b')) {
      this.take(ESCAPE_SEQUENCE.exec(this.#unread)?.[0].length ?? this.#unread.length);
      return { kind: 'none' };
    }
    const key = this.take(1);
    this.#isAfterReturn = key === '\r';
    if (isSecondOfPair) return { kind: 'none' };
    if (key === '\r' || key === '\n') return { kind: 'enter' };
    return { kind: isSpecial(key) ? KEYS[key] : 'none' };
  }

  private take(length: number): string {
    const taken = this.#unread.slice(0, length);
    this.#unread = this.#unread.slice(length);
    return taken;
  }
}
