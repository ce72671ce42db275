import type { CommandDescription } from '../platform/command-description.js';

/** A command and the text it prints, before its placeholders are filled in. */
export interface LabCommand {
  readonly description: CommandDescription;
  readonly text: string;
}

/** What a line means. `offset` is the position in the line, `index` the number of the word at fault, both from 0. */
export type Resolution =
  | { readonly kind: 'command'; readonly command: LabCommand; readonly parameters: ReadonlyMap<string, string> }
  | { readonly kind: 'invalid' | 'ambiguous'; readonly word: string; readonly offset: number; readonly index: number }
  | { readonly kind: 'incomplete' };

interface Node {
  readonly words: Map<string, Node>;
  /** Commands and continuations behind a placeholder, by its name. */
  readonly parameters: Map<'number' | 'word', Node>;
  /** Those of the same words differ in when they exist. */
  readonly commands: LabCommand[];
  /** Commands that take the rest of the line. */
  readonly rest: LabCommand[];
}

const newNode = (): Node => ({ words: new Map(), parameters: new Map(), commands: [], rest: [] });

function child<K>(nodes: Map<K, Node>, key: K): Node {
  const node = nodes.get(key) ?? newNode();
  nodes.set(key, node);
  return node;
}

/** The commands of one mode, found word by word, in full or by any unambiguous beginning of each word. */
export class CommandTree {
  readonly #root = newNode();
  readonly #abbreviations: boolean;

  /** Where two commands have the same words, the first one counts. */
  constructor(commands: readonly LabCommand[], options: { readonly abbreviations: boolean }) {
    this.#abbreviations = options.abbreviations;
    for (const command of commands) this.add(command);
  }

  /** @param exists whether a command exists at the moment */
  resolve(line: string, exists: (command: LabCommand) => boolean = () => true): Resolution {
    const parameters = new Map<string, string>();
    let node = this.#root;
    let index = 0;
    for (const { 0: word, index: offset } of line.matchAll(/\S+/g)) {
      const next = this.next(node, word, parameters);
      const withRest = next === undefined ? node.rest.find(exists) : undefined;
      if (withRest !== undefined) {
        parameters.set('rest', line.slice(offset).trimEnd());
        return { kind: 'command', command: withRest, parameters };
      }
      if (next === undefined || next === 'ambiguous') return { kind: next ?? 'invalid', word, offset, index };
      node = next;
      index++;
    }
    const command = node.commands.find(exists);
    return command === undefined ? { kind: 'incomplete' } : { kind: 'command', command, parameters };
  }

  private add(command: LabCommand): void {
    let node = this.#root;
    for (const word of command.description.command.split(/\s+/)) {
      if (word === '<rest>') {
        node.rest.push(command);
        return;
      }
      node =
        word === '<number>' || word === '<word>'
          ? child(node.parameters, word === '<number>' ? 'number' : 'word')
          : child(node.words, this.key(word));
    }
    node.commands.push(command);
  }

  private next(node: Node, word: string, parameters: Map<string, string>): Node | 'ambiguous' | undefined {
    const key = this.key(word);
    const exact = node.words.get(key);
    if (exact !== undefined) return exact;
    const matches = this.#abbreviations ? [...node.words].filter(([name]) => name.startsWith(key)) : [];
    if (matches.length > 1) return 'ambiguous';
    const [match] = matches;
    if (match !== undefined) return match[1];
    const kind = /^\d+$/.test(word) && node.parameters.has('number') ? 'number' : 'word';
    const parameter = node.parameters.get(kind);
    if (parameter !== undefined) parameters.set(kind, word);
    return parameter;
  }

  private key(word: string): string {
    return this.#abbreviations ? word.toLowerCase() : word;
  }
}
