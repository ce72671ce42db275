import {
  DIGITS,
  OCTAL_DIGITS,
  controlEscape,
  hexEscape,
  identityEscape,
  octalValue,
  takeEscaped,
} from './escape-parser.js';
import { GroupParser } from './group-parser.js';
import { GroupRegistry } from './group-registry.js';
import { PatternCursor } from './pattern-cursor.js';
import { parseBounds, takeMode } from './quantifier-parser.js';
import type { AssertionKind, Node, ParsedPattern } from './regex-ast.js';
import type { RegexFlags } from './regex-flags.js';
import { caseFold } from './regex-flags.js';
import { ANY_BUT_LINE_FEED, ANY_CHARACTER, categoryNode, literal } from './set-nodes.js';
import { takeSet } from './shared-sets.js';

/** Deeper nesting is refused: matching and translating it would exhaust the stack. */
const MAX_NESTING = 200;

const VERBOSE_BLANKS = ' \t\n\r\v\f';

/** What the last thing read is to a quantifier. */
type LastItem = 'nothing' | 'assertion' | 'repeat' | 'atom';

function assertion(kind: AssertionKind): Node {
  return { type: 'assertion', kind };
}

function wildcardOrAnchor(character: '.' | '^' | '$', { dotAll, multiline }: RegexFlags): Node {
  switch (character) {
    case '.':
      return dotAll ? ANY_CHARACTER : ANY_BUT_LINE_FEED;
    case '^':
      return assertion(multiline ? 'lineStart' : 'textStart');
    case '$':
      return assertion(multiline ? 'lineEnd' : 'end');
    default:
      return character satisfies never;
  }
}

/** Reads a pattern in the grammar of Python 3.11's `re`, with its rules about what is an error. */
class PatternParser {
  private readonly cursor: PatternCursor;
  private readonly groups: GroupRegistry;
  private readonly groupParser: GroupParser;
  private nesting = 0;

  constructor(
    pattern: string,
    private globalFlags: RegexFlags,
  ) {
    this.cursor = new PatternCursor(pattern);
    this.groups = new GroupRegistry(this.cursor);
    this.groupParser = new GroupParser(this.cursor, this.groups, {
      alternation: (flags) => this.parseFurtherBranches(this.parseSequence(flags, false), flags),
      branch: (flags) => this.parseSequence(flags, false),
    });
  }

  parse(): ParsedPattern {
    const root = this.parseTopLevel();
    if (!this.cursor.isAtEnd) {
      this.cursor.fail('unbalanced parenthesis');
    }
    this.groups.checkAll();
    return {
      source: this.cursor.pattern,
      root,
      groupCount: this.groups.count,
      groupNames: this.groups.names,
      referencedGroups: this.groups.referenced,
    };
  }

  private parseTopLevel(): Node {
    const first = this.parseSequence(this.globalFlags, true);
    return this.parseFurtherBranches(first, this.globalFlags);
  }

  private parseFurtherBranches(first: Node, flags: RegexFlags): Node {
    const branches = [first];
    while (this.cursor.skip('|')) {
      branches.push(this.parseSequence(flags, false));
    }
    return branches.length === 1 ? first : { type: 'alternation', branches };
  }

  /** `isFirst`: global flags may stand here, and hold for all that follows. */
  private parseSequence(flags: RegexFlags, isFirst: boolean): Node {
    if (++this.nesting > MAX_NESTING) {
      this.cursor.refuse(`groups are nested more than ${MAX_NESTING} deep`, this.cursor.index);
    }
    const items = this.parseItems(flags, isFirst);
    this.nesting--;
    const [only] = items;
    return items.length === 1 && only !== undefined ? only : { type: 'sequence', items };
  }

  private parseItems(initialFlags: RegexFlags, isFirst: boolean): Node[] {
    let flags = initialFlags;
    const items: Node[] = [];
    let last: LastItem = 'nothing';
    for (let next = this.cursor.peek(); next !== '' && next !== '|' && next !== ')'; next = this.cursor.peek()) {
      const start = this.cursor.index;
      if (flags.verbose && this.skipBlank(next)) {
        continue;
      }
      const parsed = this.parseItem(next, flags);
      if (parsed === 'quantifier') {
        last = this.quantify(items, last, flags, start);
      } else if (parsed === 'comment') {
        continue;
      } else if ('globalFlags' in parsed) {
        this.checkGlobalFlags(isFirst && items.length === 0, start);
        flags = this.globalFlags = parsed.globalFlags;
      } else {
        items.push(parsed);
        last = parsed.type === 'assertion' && next !== '(' ? 'assertion' : 'atom';
      }
    }
    return items;
  }

  private checkGlobalFlags(isAtStart: boolean, start: number): void {
    if (!isAtStart) {
      this.cursor.fail('global flags not at the start of the expression', start);
    }
  }

  private skipBlank(next: string): boolean {
    if (next === '#') {
      const end = this.cursor.pattern.indexOf('\n', this.cursor.index);
      this.cursor.index = end < 0 ? this.cursor.pattern.length : end + 1;
      return true;
    }
    return VERBOSE_BLANKS.includes(next) && this.cursor.skip(next);
  }

  private parseItem(
    next: string,
    flags: RegexFlags,
  ): Node | 'quantifier' | 'comment' | { readonly globalFlags: RegexFlags } {
    switch (next) {
      case '\\':
        return this.parseEscape(flags);
      case '[':
        return takeSet(this.cursor, flags);
      case '(':
        this.cursor.index++;
        return this.groupParser.parse(flags);
      case '.':
      case '^':
      case '$':
        this.cursor.index++;
        return wildcardOrAnchor(next, flags);
      case '*':
      case '+':
      case '?':
      case '{':
        return 'quantifier';
      default:
        return literal(this.cursor.takeCodePoint(), caseFold(flags));
    }
  }

  private quantify(items: Node[], last: LastItem, flags: RegexFlags, start: number): LastItem {
    const bounds = parseBounds(this.cursor, this.cursor.take());
    if (bounds === null) {
      items.push(literal(this.cursor.pattern.charCodeAt(start), caseFold(flags)));
      return 'atom';
    }
    const body = items.at(-1);
    if (body === undefined || last === 'nothing' || last === 'assertion') {
      return this.cursor.fail('nothing to repeat', start);
    }
    if (last === 'repeat') {
      this.cursor.fail('multiple repeat', start);
    }
    const { min, max } = bounds;
    items[items.length - 1] = { type: 'repeat', min, max, mode: takeMode(this.cursor), body };
    return 'repeat';
  }

  private parseEscape(flags: RegexFlags): Node {
    const start = this.cursor.index++;
    const escaped = takeEscaped(this.cursor, start);
    const category = categoryNode(escaped, flags.ascii);
    if (category !== undefined) {
      return category;
    }
    switch (escaped) {
      case 'A':
        return assertion('textStart');
      case 'Z':
        return assertion('textEnd');
      case 'b':
        return assertion(flags.ascii ? 'asciiWordBoundary' : 'wordBoundary');
      case 'B':
        return assertion(flags.ascii ? 'notAsciiWordBoundary' : 'notWordBoundary');
      default:
        return this.parseLiteralEscape(escaped, flags, start);
    }
  }

  private parseLiteralEscape(escaped: string, flags: RegexFlags, start: number): Node {
    const code = controlEscape(escaped) ?? hexEscape(this.cursor, escaped, start);
    if (code !== undefined) {
      return literal(code, caseFold(flags));
    }
    if (escaped === '0') {
      const digits = escaped + this.cursor.takeWhile(OCTAL_DIGITS, 2);
      return literal(octalValue(this.cursor, digits, start), caseFold(flags));
    }
    if (DIGITS.includes(escaped)) {
      return this.parseNumberEscape(escaped, flags, start);
    }
    return literal(identityEscape(this.cursor, escaped, start), caseFold(flags));
  }

  /** Three octal digits are a character, anything else refers to a group. */
  private parseNumberEscape(first: string, flags: RegexFlags, start: number): Node {
    const digits = first + this.cursor.takeWhile(DIGITS, 1);
    if (digits.length === 2 && [...digits].every((digit) => OCTAL_DIGITS.includes(digit))) {
      const third = this.cursor.takeWhile(OCTAL_DIGITS, 1);
      if (third !== '') {
        return literal(octalValue(this.cursor, digits + third, start), caseFold(flags));
      }
    }
    const index = Number(digits);
    if (index > this.groups.count) {
      this.cursor.fail(`invalid group reference ${index}`, start + 1);
    }
    this.groups.checkReference(index, start);
    return { type: 'backreference', index, fold: caseFold(flags) };
  }
}

/** Reads a pattern of Python's `re`. Throws `PatternSyntaxError` where Python does. */
export function parsePattern(pattern: string, flags: RegexFlags): ParsedPattern {
  return new PatternParser(pattern, flags).parse();
}
