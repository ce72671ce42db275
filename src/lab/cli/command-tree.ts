import type { CommandDescription } from '../platform/platform-description.js';

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
  rest?: LabCommand;
  command?: LabCommand;
}

const newNode = (): Node => ({ words: new Map(), parameters: new Map() });

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

  resolve(line: string): Resolution {
    const parameters = new Map<string, string>();
    let node = this.#root;
    let index = 0;
    for (const { 0: word, index: offset } of line.matchAll(/\S+/g)) {
      const next = this.next(node, word, parameters);
      if (next === undefined && node.rest !== undefined) {
        parameters.set('rest', line.slice(offset).trimEnd());
        return { kind: 'command', command: node.rest, parameters };
      }
      if (next === undefined || next === 'ambiguous') return { kind: next ?? 'invalid', word, offset, index };
      node = next;
      index++;
    }
    return node.command === undefined ? { kind: 'incomplete' } : { kind: 'command', command: node.command, parameters };
  }

  private add(command: LabCommand): void {
    let node = this.#root;
    for (const word of command.description.command.split(/\s+/)) {
      if (word === '<rest>') {
        node.rest ??= command;
        return;
      }
      node =
        word === '<number>' || word === '<word>'
          ? child(node.parameters, word === '<number>' ? 'number' : 'word')
          : child(node.words, this.key(word));
    }
    node.command ??= command;
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
