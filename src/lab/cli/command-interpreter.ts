import type { DeviceFacts } from '../device-facts.js';
import type { ModeDescription, QuestionDescription } from '../platform/platform-description.js';
import type { LabPlatform } from '../platform/platform-loader.js';
import { bigWireText } from './big-text.js';
import type { CommandTree, LabCommand, Resolution } from './command-tree.js';
import { applyFilter, splitFilter } from './output-filter.js';
import type { ShellState } from './shell-state.js';
import { placeholders, render, toWire } from './template.js';
import { changeDirectory, echo, shortDirectory } from './unix-builtins.js';

/** What a device does about a line. Texts are as they go over the wire. */
export interface Reaction {
  readonly output: string;
  /** A question to ask; `proceed` gives the reaction to the right answer. */
  readonly question?: { readonly description: QuestionDescription; readonly proceed: () => Reaction };
  readonly closes?: boolean;
  /** Whether the line was taken as configuration. */
  readonly isConfigLine?: boolean;
}

export interface InterpreterOptions {
  readonly hasEnableSecret: boolean;
  /** Size of the text of `big_output` commands. */
  readonly bigOutputBytes: number;
}

type Parameters = ReadonlyMap<string, string>;
type Misunderstanding = Exclude<Resolution, { kind: 'command' }>;

const SILENCE: Reaction = { output: '' };
const NO_PARAMETERS: Parameters = new Map();

function shorten(name: string): string {
  return name.replace(/^([a-z]{2})[a-z-]*\s*/i, '$1');
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
    };
  }

  prompt(state: ShellState): string {
    return toWire(this.fill(this.mode(state.mode).prompt, state));
  }

  /** A text of the description, its placeholders filled in. */
  text(template: string, state: ShellState): string {
    return toWire(this.fill(template, state));
  }

  /** Carries out a line; the state changes as the command says. */
  interpret(line: string, state: ShellState): Reaction {
    const { comment, filters } = this.platform.description;
    const trimmed = line.trim();
    if (trimmed === '' || (comment !== undefined && trimmed.startsWith(comment))) return SILENCE;
    if (!filters || this.mode(state.mode).config) return this.run(line, state);
    const split = splitFilter(line);
    if (split === null) {
      return this.complain({ kind: 'invalid', word: '|', offset: line.indexOf('|'), index: 1 }, line, state);
    }
    const reaction = this.run(split.command, state);
    return split.filter === undefined ? reaction : { ...reaction, output: applyFilter(reaction.output, split.filter) };
  }

  private run(line: string, state: ShellState): Reaction {
    const resolution = this.tree(state.mode).resolve(line);
    if (resolution.kind === 'command') return this.ask(resolution.command, resolution.parameters, state);
    return this.runKeyword(line, state) ?? this.runInParent(line, state) ?? this.complain(resolution, line, state);
  }

  private runKeyword(line: string, state: ShellState): Reaction | undefined {
    const word = line.trim().split(/\s+/, 1)[0] ?? '';
    const { abbreviations } = this.platform.description;
    const isTaken = this.mode(state.mode).keywords.some((keyword) =>
      abbreviations ? keyword.startsWith(word.toLowerCase()) : keyword === word,
    );
    return isTaken ? { output: '', isConfigLine: true } : undefined;
  }

  private runInParent(line: string, state: ShellState): Reaction | undefined {
    const { parent } = this.mode(state.mode);
    if (parent === undefined) return undefined;
    const inParent = { ...state, mode: parent };
    const resolution = this.tree(parent).resolve(line);
    const reaction =
      resolution.kind === 'command'
        ? this.ask(resolution.command, resolution.parameters, inParent)
        : (this.runKeyword(line, inParent) ?? this.runInParent(line, inParent));
    if (reaction !== undefined) Object.assign(state, inParent);
    return reaction;
  }

  private ask(command: LabCommand, parameters: Parameters, state: ShellState): Reaction {
    const { ask } = command.description;
    const isAsked = ask !== undefined && (ask.answer !== 'enable_secret' || this.options.hasEnableSecret);
    if (!isAsked) return this.perform(command, parameters, state);
    return { output: '', question: { description: ask, proceed: () => this.perform(command, parameters, state) } };
  }

  private perform(command: LabCommand, parameters: Parameters, state: ShellState): Reaction {
    const { description } = command;
    if (description.run_in !== undefined) {
      return this.interpret(this.fill(description.run_line, state, parameters), { ...state, mode: description.run_in });
    }
    const isConfigLine = this.mode(state.mode).config && description.recorded;
    this.change(command, parameters, state);
    return {
      output: this.act(command, parameters, state) + this.outputOf(command, parameters, state),
      closes: description.closes,
      isConfigLine,
    };
  }

  private change({ description }: LabCommand, parameters: Parameters, state: ShellState): void {
    const { set, enter } = description;
    const value = parameters.get('number') ?? parameters.get('word') ?? parameters.get('rest') ?? '';
    if (set === 'hostname') {
      this.facts.hostname = value;
      this.#rendered.clear();
    } else if (set !== undefined) {
      state[set] = Number(value);
    }
    if (enter !== undefined) {
      state.mode = enter;
      state.context = shorten(value);
    }
  }

  private act({ description }: LabCommand, parameters: Parameters, state: ShellState): string {
    const argument = parameters.get('rest') ?? parameters.get('word') ?? '';
    switch (description.action) {
      case undefined:
        return '';
      case 'big_output':
        return bigWireText(this.options.bigOutputBytes);
      case 'echo':
        return toWire(echo(argument));
      case 'print_directory':
        return toWire(`${state.directory}\n`);
      case 'change_directory': {
        const known = this.platform.description.directories.map((directory) => this.fill(directory, state));
        return toWire(changeDirectory(state, argument, this.home(), known));
      }
      default:
        return description.action satisfies never;
    }
  }

  private outputOf(command: LabCommand, parameters: Parameters, state: ShellState): string {
    const known = this.#rendered.get(command);
    if (known !== undefined) return known;
    const output = toWire(this.fill(command.text, state, parameters));
    if (placeholders(command.text).every((name) => this.facts.isLasting(name))) this.#rendered.set(command, output);
    return output;
  }

  private complain(problem: Misunderstanding, line: string, state: ShellState): Reaction {
    const { errors } = this.platform.description;
    if (problem.kind === 'incomplete') return { output: this.complaint(errors.incomplete, line, state, NO_PARAMETERS) };
    const { kind, word, index, offset } = problem;
    const caret = `${' '.repeat(this.prompt(state).length + offset)}^`;
    const invalid = index === 0 ? errors.invalid : (errors.invalid_argument ?? errors.invalid);
    const parameters = new Map([...Object.entries({ word, caret }), ['index', String(index)] as const]);
    return { output: this.complaint(kind === 'ambiguous' ? errors.ambiguous : invalid, line, state, parameters) };
  }

  private complaint(template: string, line: string, state: ShellState, parameters: Parameters): string {
    const trimmed = line.trim();
    const all = new Map([...parameters, ['line', trimmed], ['first', trimmed.split(/\s+/, 1)[0] ?? '']]);
    return toWire(this.fill(template, state, all));
  }

  private fill(template: string, state: ShellState, parameters: Parameters = NO_PARAMETERS): string {
    return render(template, (name) => {
      if (name === 'context') return state.context;
      if (name === 'directory') return shortDirectory(state.directory, this.home());
      return parameters.get(name) ?? this.facts.lookup(name);
    });
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
