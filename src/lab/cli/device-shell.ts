import type { DeviceLog } from '../device-log.js';
import type { LabFaults } from '../lab-faults.js';
import type { PlatformDescription } from '../platform/platform-description.js';
import type { QuestionDescription } from '../platform/question-description.js';
import type { CommandInterpreter } from './command-interpreter.js';
import { confusingBanner } from './confusing-banner.js';
import { Keyboard } from './keyboard.js';
import { LineEditor } from './line-editor.js';
import type { RandomSource } from './noise.js';
import { Pager, type PagerStep } from './pager.js';
import type { Question, Reaction } from './reaction.js';
import { ReplyWriter, type ShellWire } from './reply-writer.js';
import type { ShellState } from './shell-state.js';
import { toWire, visibleWidth } from './template.js';

/** What a shell needs of its device. */
export interface ShellDevice {
  readonly interpreter: CommandInterpreter;
  readonly description: PlatformDescription;
  readonly log: DeviceLog;
  readonly faults: () => LabFaults;
  readonly random: RandomSource;
  readonly onClosed: () => void;
}

/** A question that waits for its answer. */
interface OpenQuestion extends Question {
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
    const { neverAnswer, dropAt, banner } = this.device.faults();
    if (dropAt === 'prompt') this.drop();
    if (neverAnswer === 'prompt' || this.#isClosed) return;
    const { motd, questions } = this.device.description.login;
    const text = (banner ? confusingBanner() : '') + this.text(motd);
    const first = this.device.interpreter.ask(questions, this.#state, () => ({ output: '' }));
    if (first.question === undefined) this.finish(text);
    else this.react({ ...first, output: text });
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
      else if (this.#question?.description.key) this.pressAnswer(this.#question);
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
        return this.enterInstead(this.terminal.ctrl_z);
      case 'ctrl_d':
        return this.#editor.text === '' ? this.enterInstead(this.terminal.ctrl_d) : undefined;
      case 'none':
        return undefined;
      default:
        return keystroke satisfies never;
    }
  }

  private echo(text: string): void {
    const isWanted = this.#question === undefined || this.#question.description.echo;
    if (isWanted && this.device.faults().noEcho === undefined) this.#echo += text;
  }

  private echoEnter(): void {
    const { noEcho } = this.device.faults();
    if (noEcho === 'everything') return;
    const { repaint = '', enter } = this.terminal;
    if (this.#question === undefined && noEcho === undefined && this.#editor.text !== '') {
      const prompt = this.device.interpreter.prompt(this.#state).replace(/^.*\n/s, '');
      this.#echo += this.text(repaint, new Map(Object.entries({ prompt, line: this.#editor.text })));
    }
    this.#echo += toWire(enter);
  }

  private interrupt(): void {
    this.#question = undefined;
    this.#echo += this.terminal.interrupt;
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
    this.echoEnter();
    if (this.#question !== undefined) this.answer(this.#question, text);
    else if (text.trim() === '') this.finish('');
    else this.takeCommand(text);
  }

  private takeCommand(text: string): void {
    const { mode } = this.#state;
    this.device.log.commandEntered({ shell: this.#number, mode, text: text.trim() });
    this.#state.count++;
    const { neverAnswer, dropAt, delayMs } = this.device.faults();
    const isConfig = this.device.description.modes.get(mode)?.config === true;
    if (dropAt === 'command') this.drop();
    else if (neverAnswer === 'command' || (neverAnswer === 'config' && isConfig)) this.#isBusy = true;
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
    this.react(this.device.interpreter.interpret(text, this.#state));
  }

  private react(reaction: Reaction): void {
    this.record(reaction);
    if (reaction.configLine !== undefined && this.device.faults().dropAt === 'config') {
      this.drop();
    } else if (reaction.question !== undefined) {
      this.#question = { ...reaction.question, attemptsLeft: reaction.question.description.attempts };
      this.waitBehind(reaction.output, this.questionText(reaction.question.description));
    } else if (reaction.closes) {
      this.#writer.send(this.#echo + reaction.output);
      this.close();
      this.wire.end();
    } else {
      this.showPaged(reaction.output);
    }
  }

  private record({ configLine, committed = [] }: Reaction): void {
    const { log } = this.device;
    const shell = this.#number;
    if (configLine !== undefined) log.configLineTaken({ shell, mode: configLine.mode, text: configLine.line });
    for (const text of committed) log.lineCommitted({ shell, mode: this.#state.mode, text });
  }

  private pressAnswer(question: OpenQuestion): void {
    const key = this.#keyboard.readCharacter();
    if (key === '') return;
    if (question.description.echo) this.echo(key);
    this.answer(question, key);
  }

  private answer(question: OpenQuestion, text: string): void {
    const { description, proceed } = question;
    this.#question = undefined;
    const reaction = proceed(text);
    if (reaction !== undefined) {
      this.react(reaction);
      return;
    }
    question.attemptsLeft--;
    if (question.attemptsLeft > 0) {
      this.#question = question;
      this.waitBehind(this.text(description.retry ?? ''), this.questionText(description));
    } else {
      this.finish(this.text(description.failure ?? ''));
    }
  }

  private questionText(description: QuestionDescription): string {
    return this.text(description.prompt);
  }

  private showPaged(output: string): void {
    const { length } = this.#state;
    if (length <= 1 || output.split('\r\n', length + 1).length <= length) {
      this.finish(output);
      return;
    }
    this.#pager = new Pager(output, length - 1, this.terminal.pager?.any_key);
    this.showPage(this.#pager, this.#pager.nextPage(), '');
  }

  private pressPagerKey(pager: Pager): void {
    const key = this.#keyboard.readCharacter();
    if (key !== '') this.showPage(pager, pager.press(key), this.text(this.terminal.pager?.erase ?? ''));
  }

  private showPage(pager: Pager, { shown, isAtEnd, isLeft }: PagerStep, erase: string): void {
    const { text = '', end } = this.terminal.pager ?? {};
    if (isLeft || (isAtEnd && end === undefined)) {
      this.#pager = undefined;
      this.finish(erase + shown);
    } else {
      this.waitBehind(erase + shown, this.text(isAtEnd ? (end ?? '') : text, pager.position));
    }
  }

  private finish(output: string): void {
    const prompt = this.device.interpreter.prompt(this.#state);
    this.#editor = this.newEditor(prompt);
    const log = this.device.faults().logLines ? `\r\n${this.text(this.terminal.log_line)}\r\n${prompt}` : '';
    this.waitBehind(output, prompt + log);
  }

  private drop(): void {
    this.#writer.send(this.#echo);
    this.close();
    this.wire.drop();
  }

  private text(template: string, parameters?: ReadonlyMap<string, string>): string {
    return this.device.interpreter.text(template, this.#state, parameters);
  }

  private get terminal(): PlatformDescription['terminal'] {
    return this.device.description.terminal;
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
    const longLines = this.terminal.long_lines;
    return new LineEditor({ longLines, width: () => this.#state.width, promptWidth: visibleWidth(prompt) });
  }
}
