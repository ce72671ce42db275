import type { LabFaults } from '../lab-faults.js';
import type { DialogueDescription } from '../platform/login-description.js';
import type { RemoteShell } from '../remote-shell.js';
import { Keyboard } from './keyboard.js';
import { LineEditor } from './line-editor.js';
import type { RandomSource } from './noise.js';
import { ReplyWriter, type ShellWire } from './reply-writer.js';

export interface LoginDialogueOptions {
  readonly description: DialogueDescription;
  /** Log-ins that may be tried. */
  readonly attempts: number;
  /** User that a password alone stands for; absent = the user is asked for. */
  readonly onlyUser?: string;
  readonly faults: () => LabFaults;
  readonly random: RandomSource;
  /** Fills in the placeholders of a text. */
  readonly text: (template: string) => string;
  readonly judge: (username: string, password: string, done: (isAccepted: boolean) => void) => void;
  readonly openShell: () => RemoteShell;
}

/** A log-in that is asked for in the terminal, and the shell behind it. */
export class LoginDialogue implements RemoteShell {
  readonly #keyboard = new Keyboard();
  readonly #writer: ReplyWriter;
  #attemptsLeft: number;
  #username: string | undefined;
  #editor = this.newEditor();
  #isBusy = true;
  #isClosed = false;
  #shell: RemoteShell | undefined;

  constructor(
    private readonly options: LoginDialogueOptions,
    private readonly wire: ShellWire,
  ) {
    this.#attemptsLeft = options.attempts;
    this.#writer = new ReplyWriter(wire, options.faults, options.random);
  }

  start(): void {
    if (this.options.faults().neverAnswer !== 'login') this.askUser(this.options.description.banner);
  }

  receive(data: Buffer): void {
    this.#keyboard.type(data);
    if (this.#shell === undefined) this.work();
    else this.passOn(this.#shell);
  }

  resize(width: number): void {
    this.#shell?.resize(width);
  }

  close(): void {
    this.#isClosed = true;
    this.#writer.close();
    this.#shell?.close();
  }

  private work(): void {
    while (!this.#isBusy && !this.#keyboard.isEmpty) this.edit();
  }

  private edit(): void {
    const keystroke = this.#keyboard.read();
    const isEchoed = this.#username === undefined && this.options.faults().noEcho === undefined;
    if (keystroke.kind === 'enter') this.enter();
    else if (keystroke.kind === 'text') {
      const echo = this.#editor.insert(keystroke.text);
      if (isEchoed) this.#writer.send(echo);
    } else if (keystroke.kind === 'erase') {
      const echo = this.#editor.eraseLast();
      if (isEchoed) this.#writer.send(echo);
    }
  }

  private enter(): void {
    const { text } = this.#editor;
    this.#editor = this.newEditor();
    if (this.#username !== undefined) {
      this.judge(this.#username, text);
    } else if (text.trim() === '') {
      this.askUser('\n');
    } else {
      this.#username = text.trim();
      this.ask('\n', this.options.description.password);
    }
  }

  private judge(username: string, password: string): void {
    this.#isBusy = true;
    if (this.options.faults().dropAt === 'login') {
      this.drop();
      return;
    }
    this.options.judge(username, password, (isAccepted) => {
      if (this.#isClosed) return;
      if (isAccepted && this.options.faults().dropAt === 'authenticated') this.drop();
      else if (isAccepted) this.enterShell();
      else this.refuse();
    });
  }

  private refuse(): void {
    const { rejected, last, locked } = this.options.description;
    this.#attemptsLeft--;
    const words = this.options.faults().accountLocked ? locked : rejected;
    if (this.#attemptsLeft > 0) {
      this.askUser(`\n${words}`);
      return;
    }
    this.#writer.send(this.options.text(`\n${words}${last}`));
    this.close();
    this.wire.end();
  }

  private drop(): void {
    this.close();
    this.wire.drop();
  }

  private enterShell(): void {
    this.#writer.send('\r\n');
    this.#shell = this.options.openShell();
    this.#shell.start();
    this.passOn(this.#shell);
  }

  private passOn(shell: RemoteShell): void {
    const data = this.#keyboard.takeAll();
    if (data.length > 0) shell.receive(data);
  }

  private askUser(before: string): void {
    const { onlyUser, description } = this.options;
    this.#username = onlyUser;
    this.ask(before, onlyUser === undefined ? description.user : description.password);
  }

  private ask(before: string, question: string): void {
    this.#isBusy = true;
    let isSentAtOnce = true;
    const reply = { echo: '', output: this.options.text(before), prompt: this.options.text(question) };
    this.#writer.reply(reply, () => {
      this.#isBusy = this.#isClosed;
      if (!isSentAtOnce) this.work();
    });
    isSentAtOnce = false;
  }

  private newEditor(): LineEditor {
    return new LineEditor({ longLines: 'plain', width: () => 0, promptWidth: 0 });
  }
}
