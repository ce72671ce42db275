import type { DeviceFacts } from '../device-facts.js';
import type { LabFaults } from '../lab-faults.js';
import type { ModeDescription } from '../platform/platform-description.js';
import type { LabPlatform } from '../platform/platform-loader.js';
import type { QuestionDescription } from '../platform/question-description.js';
import { bigWireText } from './big-text.js';
import type { CommandTree, LabCommand, Resolution } from './command-tree.js';
import { complaintAbout, type Misunderstanding } from './complaints.js';
import { applyFilter, splitFilter } from './output-filter.js';
import type { Reaction } from './reaction.js';
import type { ShellState } from './shell-state.js';
import { placeholders, render, toWire, visibleWidth } from './template.js';
import { changeDirectory, echo, shortDirectory } from './unix-builtins.js';

export interface InterpreterOptions {
  readonly hasEnableSecret: boolean;
  /** Size of the text of `big_output` commands. */
  readonly bigOutputBytes: number;
  readonly faults: () => LabFaults;
  /** Whether an answer is the one a question wants. */
  readonly isRightAnswer: (wanted: QuestionDescription['answer'], answer: string) => boolean;
}

type Parameters = ReadonlyMap<string, string>;

/** A line that was understood. */
interface Call {
  readonly line: string;
  readonly command: LabCommand;
  readonly parameters: Parameters;
}

const SILENCE: Reaction = { output: '' };
const NO_PARAMETERS: Parameters = new Map();

function shorten(name: string): string {
  return name.replace(/^([a-z]{2})[a-z-]*\s*/i, '$1');
}

type Settling = 'commit' | 'discard' | 'checkpoint' | 'roll_back';

function isSettling(action: string | undefined): action is Settling {
  return action !== undefined && ['commit', 'discard', 'checkpoint', 'roll_back'].includes(action);
}

/** The commands of one device: what a line means and what it prints. Holds no state of a shell. */
export class CommandInterpreter {
  readonly #rendered = new Map<LabCommand, string>();

  constructor(
    private readonly platform: LabPlatform,
    private readonly facts: DeviceFacts,
    private readonly options: InterpreterOptions,
  ) {}

  /** @param terminal size the client announced */
  startState(terminal: { readonly width: number; readonly height: number }): ShellState {
    const { start_mode: startMode, unprivileged_mode: unprivileged, terminal: own } = this.platform.description;
    return {
      mode: this.options.hasEnableSecret ? (unprivileged ?? startMode) : startMode,
      width: terminal.width,
      length: own.pager === undefined ? 0 : (own.length ?? terminal.height),
      context: '',
      directory: this.home(),
      count: 1,
      changes: [],
    };
  }

  prompt(state: ShellState): string {
    const { prompt, prompt_changed: changed = prompt } = this.mode(state.mode);
    return this.text(state.changes.length > 0 ? changed : prompt, state);
  }

  /** A text of the description, its placeholders filled in. */
  text(template: string, state: ShellState, parameters: Parameters = NO_PARAMETERS): string {
    return toWire(this.fill(template, state, parameters));
  }

  /** Asks one question after the other, then acts. */
  ask(questions: readonly QuestionDescription[], state: ShellState, act: () => Reaction): Reaction {
    const { hasEnableSecret, isRightAnswer } = this.options;
    const [description, ...rest] = questions.filter(({ answer }) => hasEnableSecret || answer !== 'enable_secret');
    if (description === undefined) return act();
    const proceed = (answer: string): Reaction | undefined => {
      if (description.choices === undefined) {
        return isRightAnswer(description.answer, answer) ? this.ask(rest, state, act) : undefined;
      }
      const given = answer.trim().toLowerCase();
      const [, line] = Object.entries(description.choices).find(([choice]) => choice.toLowerCase() === given) ?? [];
      if (line === '') return this.ask(rest, state, act);
      if (line === null) return SILENCE;
      return line === undefined ? undefined : this.interpret(line, state);
    };
    return { output: '', question: { description, proceed } };
  }

  /** Carries out a line; the state changes as the command says. */
  interpret(line: string, state: ShellState): Reaction {
    const { comment, filters, errors } = this.platform.description;
    const trimmed = line.trim();
    if (trimmed === '' || (comment !== undefined && trimmed.startsWith(comment))) return SILENCE;
    const { denied } = this.options.faults();
    if (denied !== undefined && trimmed.startsWith(denied)) return { output: this.text(errors.unauthorised, state) };
    if (!filters || this.mode(state.mode).config) return this.run(line, state);
    const split = splitFilter(line);
    if (split === null) {
      return this.complain({ kind: 'invalid', word: '|', offset: line.indexOf('|'), index: 1 }, line, state);
    }
    const reaction = this.run(split.command, state);
    return split.filter === undefined ? reaction : { ...reaction, output: applyFilter(reaction.output, split.filter) };
  }

  private run(line: string, state: ShellState): Reaction {
    const resolution = this.resolve(line, state);
    if (resolution.kind === 'command') return this.call({ line, ...resolution }, state);
    return this.runKeyword(line, state) ?? this.runInParent(line, state) ?? this.complain(resolution, line, state);
  }

  private resolve(line: string, { mode, changes }: ShellState): Resolution {
    const unfit = changes.length > 0 ? 'unchanged' : 'changed';
    return this.tree(mode).resolve(line, ({ description }) => description.when !== unfit);
  }

  private runKeyword(line: string, state: ShellState): Reaction | undefined {
    const word = line.trim().split(/\s+/, 1)[0] ?? '';
    const { abbreviations } = this.platform.description;
    const isTaken = this.mode(state.mode).keywords.some((keyword) =>
      abbreviations ? keyword.startsWith(word.toLowerCase()) : keyword === word,
    );
    return isTaken ? { output: '', configLine: this.record(line, state) } : undefined;
  }

  private runInParent(line: string, state: ShellState): Reaction | undefined {
    const { mode } = state;
    const { parent } = this.mode(mode);
    if (parent === undefined) return undefined;
    state.mode = parent;
    const resolution = this.resolve(line, state);
    const reaction =
      resolution.kind === 'command'
        ? this.call({ line, ...resolution }, state)
        : (this.runKeyword(line, state) ?? this.runInParent(line, state));
    if (reaction === undefined) state.mode = mode;
    return reaction;
  }

  private call(call: Call, state: ShellState): Reaction {
    return this.ask(call.command.description.ask, state, () => this.perform(call, state));
  }

  private perform(call: Call, state: ShellState): Reaction {
    const { command, parameters, line } = call;
    const { description } = command;
    if (description.run_in !== undefined) {
      return this.interpret(this.fill(description.run_line, state, parameters), { ...state, mode: description.run_in });
    }
    const { stuckPager, commitFails } = this.options.faults();
    if (commitFails && description.failure !== undefined) return { output: this.text(description.failure, state) };
    if (stuckPager && description.set === 'length') {
      return this.complain({ kind: 'invalid', word: line.trim(), offset: 0, index: 0 }, line, state);
    }
    const isConfig = description.recorded ?? this.mode(state.mode).config;
    const configLine = isConfig
      ? this.record(line, state, description.set === 'hostname' ? this.value(call) : undefined)
      : undefined;
    const committed = description.action === 'commit' ? state.changes.map((change) => change.line) : undefined;
    this.change(call, state);
    const output = this.act(call, state) + this.outputOf(call, state);
    return { output, closes: description.closes, configLine, committed };
  }

  /** Takes a line as configuration; in a candidate it waits for the commit. */
  private record(line: string, state: ShellState, hostname?: string): Reaction['configLine'] {
    const text = line.trim();
    if (this.mode(state.mode).candidate || state.checkpoint !== undefined) state.changes.push({ line: text, hostname });
    return { mode: state.mode, line: text };
  }

  private value({ command, parameters }: Call): string {
    const { to } = command.description;
    return to ?? parameters.get('number') ?? parameters.get('word') ?? parameters.get('rest') ?? '';
  }

  private change(call: Call, state: ShellState): void {
    const { set, enter } = call.command.description;
    const value = this.value(call);
    if (set === 'hostname') {
      if (!this.mode(state.mode).candidate) this.rename(value);
    } else if (set !== undefined) {
      state[set] = Number(value);
    }
    if (enter !== undefined) {
      state.mode = enter;
      state.context = value;
    }
  }

  private rename(hostname: string): void {
    this.facts.hostname = hostname;
    this.#rendered.clear();
  }

  private act({ command, parameters }: Call, state: ShellState): string {
    const argument = parameters.get('rest') ?? parameters.get('word') ?? '';
    const { action } = command.description;
    if (isSettling(action)) {
      this.settle(state, action);
      return '';
    }
    switch (action) {
      case undefined:
        return '';
      case 'big_output':
        return bigWireText(this.options.bigOutputBytes);
      case 'echo':
        return toWire(echo(argument));
      case 'print_directory':
        return toWire(`${state.directory}\n`);
      case 'change_directory':
        return toWire(changeDirectory(state, argument, this.home(), this.directories(state)));
      case 'print_changes':
        return toWire(state.changes.map(({ line }) => `+ ${line}\n`).join(''));
      default:
        return action satisfies never;
    }
  }

  private settle(state: ShellState, action: Settling): void {
    if (action === 'checkpoint') {
      state.checkpoint = this.facts.hostname;
      return;
    }
    const names = state.changes.splice(0).map(({ hostname }) => hostname);
    const committed = names.findLast((hostname) => hostname !== undefined);
    const name = action === 'commit' ? committed : action === 'roll_back' ? state.checkpoint : undefined;
    if (name !== undefined) this.rename(name);
    if (action === 'roll_back') state.checkpoint = undefined;
  }

  private outputOf({ command, parameters }: Call, state: ShellState): string {
    const known = this.#rendered.get(command);
    if (known !== undefined) return known;
    const output = this.text(command.text, state, parameters);
    if (placeholders(command.text).every((name) => this.facts.isLasting(name))) this.#rendered.set(command, output);
    return output;
  }

  private complain(problem: Misunderstanding, line: string, state: ShellState): Reaction {
    const { errors } = this.platform.description;
    const { template, parameters } = complaintAbout(problem, errors, line, visibleWidth(this.prompt(state)));
    return { output: this.text(template, state, parameters) };
  }

  private fill(template: string, state: ShellState, parameters: Parameters = NO_PARAMETERS): string {
    return render(template, (name) => {
      const own = parameters.get(name);
      if (own !== undefined) return own;
      if (name === 'context') return state.context;
      if (name === 'context_short') return shorten(state.context);
      if (name === 'count') return String(state.count);
      if (name === 'directory') return shortDirectory(state.directory, this.home());
      return this.facts.lookup(name);
    });
  }

  private directories(state: ShellState): string[] {
    return this.platform.description.directories.map((directory) => this.fill(directory, state));
  }

  private home(): string {
    return `/home/${this.facts.lookup('username') ?? ''}`;
  }

  private mode(name: string): ModeDescription {
    const mode = this.platform.description.modes.get(name);
    if (mode === undefined) throw new Error(`platform ${this.platform.name} has no mode ${name}`);
    return mode;
  }

  private tree(mode: string): CommandTree {
    const tree = this.platform.trees.get(mode);
    if (tree === undefined) throw new Error(`platform ${this.platform.name} has no mode ${mode}`);
    return tree;
  }
}
