import type { GroupRegistry } from './group-registry.js';
import type { PatternCursor } from './pattern-cursor.js';
import type { Node } from './regex-ast.js';
import { EMPTY } from './regex-ast.js';
import type { RegexFlags } from './regex-flags.js';
import { caseFold, changeFlags, isFlagLetter } from './regex-flags.js';

/** How a group reads what it encloses. */
export interface BodyParser {
  /** Everything up to the closing parenthesis. */
  alternation(flags: RegexFlags): Node;
  /** Everything up to the next `|` or closing parenthesis. */
  branch(flags: RegexFlags): Node;
}

/** `comment` stands for nothing; global flags hold for the whole pattern. */
export type GroupResult = Node | 'comment' | { readonly globalFlags: RegexFlags };

const LETTER = /^\p{L}$/u;
const TYPE_LETTERS = 'auL';

/** Reads whatever begins with a parenthesis. */
export class GroupParser {
  constructor(
    private readonly cursor: PatternCursor,
    private readonly groups: GroupRegistry,
    private readonly body: BodyParser,
  ) {}

  /** The `(` has been taken. */
  parse(flags: RegexFlags): GroupResult {
    const start = this.cursor.index - 1;
    if (!this.cursor.skip('?')) {
      return this.capture(null, flags, start);
    }
    const kind = this.cursor.takeToken();
    switch (kind) {
      case '':
        return this.cursor.fail('unexpected end of pattern');
      case ':':
        return this.enclosed(flags, start);
      case 'P':
        return this.pythonExtension(flags, start);
      case '#':
        return this.comment(start);
      case '=':
      case '!':
        return { type: 'look', negated: kind === '!', behind: null, body: this.enclosed(flags, start) };
      case '<':
        return this.lookbehind(flags, start);
      case '>':
        return { type: 'atomic', body: this.enclosed(flags, start) };
      case '(':
        return this.conditional(flags, start);
      default:
        return this.flagGroup(kind, flags, start);
    }
  }

  private enclosed(flags: RegexFlags, start: number): Node {
    const node = this.body.alternation(flags);
    this.closeParenthesis(start);
    return node;
  }

  private closeParenthesis(start: number): void {
    if (!this.cursor.skip(')')) {
      this.cursor.fail('missing ), unterminated subpattern', start);
    }
  }

  private capture(name: string | null, flags: RegexFlags, start: number): Node {
    const index = this.groups.open(name);
    const body = this.enclosed(flags, start);
    this.groups.close(index, body);
    return { type: 'group', index, body };
  }

  private pythonExtension(flags: RegexFlags, start: number): Node {
    if (this.cursor.skip('<')) {
      return this.capture(this.groups.takeName('>'), flags, start);
    }
    if (this.cursor.skip('=')) {
      const nameStart = this.cursor.index;
      const index = this.groups.resolveName(this.groups.takeName(')'), nameStart);
      this.groups.checkReference(index, nameStart);
      return { type: 'backreference', index, fold: caseFold(flags) };
    }
    const other = this.cursor.takeToken();
    if (other === '') {
      this.cursor.fail('unexpected end of pattern');
    }
    return this.cursor.fail(`unknown extension ?P${other}`, start + 1);
  }

  private comment(start: number): 'comment' {
    // A parenthesis after a backslash does not end it.
    for (let token = this.cursor.takeToken(); token !== ')'; token = this.cursor.takeToken()) {
      if (token === '') this.cursor.fail('missing ), unterminated comment', start);
    }
    return 'comment';
  }

  private lookbehind(flags: RegexFlags, start: number): Node {
    const kind = this.cursor.takeToken();
    if (kind === '') {
      this.cursor.fail('unexpected end of pattern');
    }
    if (kind !== '=' && kind !== '!') {
      this.cursor.fail(`unknown extension ?<${kind}`, start + 1);
    }
    const body = this.groups.insideLookbehind(() => this.body.alternation(flags));
    this.closeParenthesis(start);
    const { min, max } = this.groups.widthOf(body);
    if (min !== max) {
      this.groups.variableLookbehind = true;
    }
    return { type: 'look', negated: kind === '!', behind: min, body };
  }

  private conditional(flags: RegexFlags, start: number): Node {
    const index = this.groups.takeCondition();
    const yes = this.body.branch(flags);
    let no: Node = EMPTY;
    if (this.cursor.skip('|')) {
      no = this.body.branch(flags);
      if (this.cursor.peek() === '|') {
        this.cursor.fail('conditional backref with more than two branches');
      }
    }
    this.closeParenthesis(start);
    return { type: 'conditional', index, yes, no };
  }

  private flagGroup(kind: string, flags: RegexFlags, start: number): GroupResult {
    if (kind !== '-' && !isFlagLetter(kind)) {
      this.cursor.fail(`unknown extension ?${kind}`, start + 1);
    }
    let added = '';
    let next = kind;
    if (next !== '-') {
      [added, next] = this.addedFlags(kind);
      if (next === ')') {
        return { globalFlags: changeFlags(flags, added) };
      }
    }
    const removed = next === '-' ? this.removedFlags() : '';
    if ([...added].some((letter) => removed.includes(letter))) {
      this.cursor.fail('bad inline flags: flag turned on and off', this.cursor.index - 1);
    }
    return this.enclosed(changeFlags(flags, added, removed), start);
  }

  /** The letters up to `)`, `-` or `:`, and which of these ended them. */
  private addedFlags(first: string): [added: string, terminator: string] {
    let added = '';
    for (let letter = first; ; letter = this.cursor.takeToken()) {
      if (letter !== '' && ')-:'.includes(letter)) {
        return [added, letter];
      }
      this.checkFlagLetter(letter, 'missing -, : or )');
      this.checkAddedFlag(added, letter);
      added += letter;
    }
  }

  private checkAddedFlag(added: string, letter: string): void {
    if (letter === 'L') {
      this.cursor.fail("bad inline flags: cannot use 'L' flag with a str pattern");
    }
    if (letter === 't') {
      this.cursor.refuse('flag "t" has no meaning any more, leave it out', this.cursor.index - 1);
    }
    if (TYPE_LETTERS.includes(letter) && [...added].some((other) => TYPE_LETTERS.includes(other) && other !== letter)) {
      this.cursor.fail("bad inline flags: flags 'a', 'u' and 'L' are incompatible");
    }
  }

  private removedFlags(): string {
    let removed = '';
    for (let letter = this.cursor.takeToken(); letter !== ':' || removed === ''; letter = this.cursor.takeToken()) {
      this.checkFlagLetter(letter, removed === '' ? 'missing flag' : 'missing :');
      if (TYPE_LETTERS.includes(letter)) {
        this.cursor.fail("bad inline flags: cannot turn off flags 'a', 'u' and 'L'");
      }
      removed += letter;
    }
    return removed;
  }

  private checkFlagLetter(letter: string, expected: string): void {
    if (!isFlagLetter(letter)) {
      this.cursor.fail(LETTER.test(letter) ? 'unknown flag' : expected, this.cursor.index - letter.length);
    }
  }
}
