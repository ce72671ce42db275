import type { DeviceLog } from '../device-log.js';
import type { LabFaults } from '../lab-faults.js';
import type { QuestionDescription, TerminalDescription } from '../platform/platform-description.js';
import type { CommandInterpreter, Reaction } from './command-interpreter.js';
import { confusingBanner } from './confusing-banner.js';
import { Keyboard } from './keyboard.js';
import { LineEditor } from './line-editor.js';
import type { RandomSource } from './noise.js';
import { Pager, type PagerStep } from './pager.js';
import { ReplyWriter, type ShellWire } from './reply-writer.js';
import type { ShellState } from './shell-state.js';

/** What a shell needs of its device. */
export interface ShellDevice {
  readonly interpreter: CommandInterpreter;
  readonly terminal: TerminalDescription;
  readonly motd: string;
  readonly log: DeviceLog;
  readonly faults: () => LabFaults;
  readonly random: RandomSource;
  /** Whether an answer is the one a question wants. */
  readonly isRightAnswer: (wanted: QuestionDescription['answer'], answer: string) => boolean;
  readonly onClosed: () => void;
}

/** A question that waits for its answer. */
interface OpenQuestion {
  readonly description: QuestionDescription;
  readonly proceed: () => Reaction;
  attemptsLeft: number;
}

/** One interactive shell of a device, from the message of the day to its end. */
export class DeviceShell {
  readonly #number: number;
  readonly #state: ShellState;
  readonly #writer: ReplyWriter;
  readonly #keyboard = new Keyboard();
  #editor: LineEditor;
  #echo = '';
  /** While true, what the client types waits: a command is at work or the device fell silent. */
  #isBusy = true;
  #isClosed = false;
  #timer: NodeJS.Timeout | undefined;
  #pager: Pager | undefined;
  #question: OpenQuestion | undefined;

  /** @param terminal size the client announced */
  constructor(
    private readonly device: ShellDevice,
    private readonly wire: ShellWire,
    terminal: { readonly width: number; readonly height: number },
  ) {
    this.#number = device.log.shellOpened();
    this.#state = device.interpreter.startState(terminal);
    this.#writer = new ReplyWriter(wire, device.faults, device.random);
    this.#editor = this.newEditor('');
  }

  /** Shows the message of the day and the first prompt. */
  start(): void {
    const { neverAnswer, banner } = this.device.faults();
    if (neverAnswer === 'prompt') return;
    const motd = this.device.interpreter.text(this.device.motd, this.#state);
    this.finish((banner ? confusingBanner() : '') + motd);
  }

  /** Takes what the client typed. */
  receive(data: Buffer): void {
    this.#keyboard.type(data);
    if (this.#timer !== undefined && this.#keyboard.skipToInterrupt()) {
      this.stopTimer();
      this.interrupt();
    }
    this.work();
  }

  resize(width: number): void {
    this.#state.width = width;
  }

  /** Shows a text of the device's own accord, as a log message, and the prompt again below it. */
  say(text: string): void {
    if (this.#isBusy || this.#pager !== undefined || this.#question !== undefined) this.#writer.send(text);
    else this.#writer.send(`\r\n${text}${this.device.interpreter.prompt(this.#state)}${this.#editor.text}`);
  }

  /** To be called when the faults of the device were changed. */
  faultsChanged(): void {
    this.#writer.restartCount();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#isBusy = true;
    this.device.onClosed();
    this.stopTimer();
    this.#writer.close();
  }

  private work(): void {
    while (!this.#isBusy && !this.#keyboard.isEmpty) {
      if (this.#pager !== undefined) this.pressPagerKey(this.#pager);
      else this.edit();
    }
    if (this.#isClosed) return;
    this.#writer.send(this.#echo);
    this.#echo = '';
  }

  private edit(): void {
    const keystroke = this.#keyboard.read();
    switch (keystroke.kind) {
      case 'text':
        return this.echo(this.#editor.insert(keystroke.text));
      case 'enter':
        return this.enter();
      case 'erase':
        return this.echo(this.#editor.eraseLast());
      case 'erase_line':
        return this.echo(this.#editor.eraseAll());
      case 'interrupt':
        return this.interrupt();
      case 'ctrl_z':
        return this.enterInstead(this.device.terminal.ctrl_z);
      case 'ctrl_d':
        return this.#editor.text === '' ? this.enterInstead(this.device.terminal.ctrl_d) : undefined;
      case 'none':
        return undefined;
      default:
        return keystroke satisfies never;
    }
  }

  private echo(text: string): void {
    if (this.#question === undefined || this.#question.description.echo) this.#echo += text;
  }

  private interrupt(): void {
    this.#question = undefined;
    this.#echo += this.device.terminal.interrupt;
    this.finish('\r\n');
  }

  private enterInstead(command: string | undefined): void {
    if (command === undefined || this.#question !== undefined) return;
    this.#editor = this.newEditor('');
    this.#editor.insert(command);
    this.enter();
  }

  private enter(): void {
    const text = Buffer.from(this.#editor.text, 'latin1').toString('utf8');
    this.#echo += '\r\n';
    if (this.#question !== undefined) {
      this.answer(this.#question, text);
      return;
    }
    if (text.trim() === '') {
      this.finish('');
      return;
    }
    this.device.log.commandEntered({ shell: this.#number, mode: this.#state.mode, text: text.trim() });
    const { neverAnswer, delayMs } = this.device.faults();
    if (neverAnswer === 'command') this.#isBusy = true;
    else if (delayMs !== undefined && delayMs > 0) this.runLater(text, delayMs);
    else this.run(text);
  }

  private runLater(text: string, delayMs: number): void {
    this.#isBusy = true;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.run(text);
      this.work();
    }, delayMs);
  }

  private stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  private run(text: string): void {
    const { mode } = this.#state;
    const reaction = this.device.interpreter.interpret(text, this.#state);
    if (reaction.isConfigLine) this.device.log.configLineTaken({ shell: this.#number, mode, text: text.trim() });
    this.react(reaction);
  }

  private react(reaction: Reaction): void {
    if (reaction.question !== undefined) {
      const { description, proceed } = reaction.question;
      this.#question = { description, proceed, attemptsLeft: description.attempts };
      this.waitBehind(reaction.output, this.questionText(description));
    } else if (reaction.closes) {
      this.#writer.send(this.#echo + reaction.output);
      this.close();
      this.wire.end();
    } else {
      this.showPaged(reaction.output);
    }
  }

  private answer(question: OpenQuestion, text: string): void {
    const { description, proceed } = question;
    if (this.device.isRightAnswer(description.answer, text)) {
      this.#question = undefined;
      this.react(proceed());
      return;
    }
    question.attemptsLeft--;
    if (question.attemptsLeft > 0) {
      this.waitBehind(
        this.device.interpreter.text(description.retry ?? '', this.#state),
        this.questionText(description),
      );
      return;
    }
    this.#question = undefined;
    this.finish(this.device.interpreter.text(description.failure ?? '', this.#state));
  }

  private questionText(description: QuestionDescription): string {
    return this.device.interpreter.text(description.prompt, this.#state);
  }

  private showPaged(output: string): void {
    const { length } = this.#state;
    if (length <= 1 || output.split('\r\n', length + 1).length <= length) {
      this.finish(output);
      return;
    }
    this.#pager = new Pager(output, length - 1);
    this.showPage(this.#pager.nextPage(), '');
  }

  private pressPagerKey(pager: Pager): void {
    const key = this.#keyboard.readCharacter();
    if (key !== '') this.showPage(pager.press(key), this.device.terminal.pager?.erase ?? '');
  }

  private showPage({ shown, isDone }: PagerStep, erase: string): void {
    if (isDone) {
      this.#pager = undefined;
      this.finish(erase + shown);
    } else {
      this.waitBehind(erase + shown, this.device.terminal.pager?.text ?? '');
    }
  }

  private finish(output: string): void {
    const prompt = this.device.interpreter.prompt(this.#state);
    this.#editor = this.newEditor(prompt);
    this.waitBehind(output, prompt);
  }

  private waitBehind(output: string, prompt: string): void {
    if (this.#question !== undefined) this.#editor = this.newEditor(prompt);
    const echo = this.#echo;
    this.#echo = '';
    this.#isBusy = true;
    let isSentAtOnce = true;
    this.#writer.reply({ echo, output, prompt }, () => {
      this.#isBusy = this.#isClosed;
      if (!isSentAtOnce) this.work();
    });
    isSentAtOnce = false;
  }

  private newEditor(prompt: string): LineEditor {
    const promptWidth = prompt.length - (prompt.lastIndexOf('\n') + 1);
    return new LineEditor({ longLines: this.device.terminal.long_lines, width: () => this.#state.width, promptWidth });
  }
}
