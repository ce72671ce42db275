import { emitNative } from './native-emitter.js';
import type { Node } from './regex-ast.js';

/** V8 tries empty matches between the two units of a character, too. */
function isInsidePair(subject: string, index: number): boolean {
  return index > 0 && (subject.codePointAt(index - 1) ?? 0) > 0xffff;
}

/** Where a match may begin: at the very start of the subject, at one place in it, or anywhere from there on. */
type Anchoring = 'start' | 'place' | 'anywhere';

/** Matches with the JavaScript engine; expressions are built when they are first needed. */
export class NativeMatcher {
  private expressions: Map<string, RegExp> | undefined;
  private plainAtStart: RegExp | undefined;
  private plainAtPlace: RegExp | undefined;

  constructor(
    private readonly root: Node,
    private readonly singleLine: boolean,
  ) {}

  get plainSource(): string {
    return this.source(true);
  }

  /** Matches at the very start of the subject. `plain` as in `SubjectKind`. */
  matchAtStart(subject: string, plain: boolean): RegExpExecArray | null {
    if (plain) {
      this.plainAtStart ??= this.build('start', true);
      return this.plainAtStart.exec(subject);
    }
    return this.expression('start', false).exec(subject);
  }

  /** Matches at one place in the subject. */
  matchAt(subject: string, at: number, plain: boolean): RegExpExecArray | null {
    if (plain) {
      const expression = (this.plainAtPlace ??= this.build('place', true));
      expression.lastIndex = at;
      return expression.exec(subject);
    }
    const expression = this.expression('place', false);
    expression.lastIndex = at;
    return expression.exec(subject);
  }

  /** Finds the first match that starts at `from` or later. */
  search(subject: string, from: number, plain: boolean): RegExpExecArray | null {
    const expression = this.expression('anywhere', plain);
    expression.lastIndex = from;
    let found = expression.exec(subject);
    while (found !== null && isInsidePair(subject, found.index)) {
      expression.lastIndex = found.index + 1;
      found = expression.exec(subject);
    }
    return found;
  }

  private expression(anchoring: Anchoring, plain: boolean): RegExp {
    const key = `${anchoring} ${plain}`;
    this.expressions ??= new Map();
    const known = this.expressions.get(key);
    if (known !== undefined) {
      return known;
    }
    const expression = this.build(anchoring, plain);
    this.expressions.set(key, expression);
    return expression;
  }

  private build(anchoring: Anchoring, plain: boolean): RegExp {
    const source = this.source(plain);
    const unicodeFlag = plain ? '' : 'u';
    if (anchoring === 'start') return new RegExp(`^(?:${source})`, unicodeFlag);
    return new RegExp(source, (anchoring === 'place' ? 'y' : 'g') + unicodeFlag);
  }

  private source(plain: boolean): string {
    return emitNative(this.root, { plain, singleLine: this.singleLine });
  }
}
