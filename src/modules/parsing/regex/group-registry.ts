import type { Width } from './node-width.js';
import { nodeWidth } from './node-width.js';
import { reprString } from './python-repr.js';
import type { PatternCursor } from './pattern-cursor.js';
import type { Node } from './regex-ast.js';

const NUMBER = /^[0-9]+$/;
const IDENTIFIER = /^[\p{XID_Start}_]\p{XID_Continue}*$/u;

/** Whether Python takes the text for an identifier. */
export function isIdentifier(text: string): boolean {
  return IDENTIFIER.test(text);
}

/** Whether the text is a group number. */
export function isGroupNumber(text: string): boolean {
  return NUMBER.test(text);
}

/** The capturing groups met so far, and what may refer to them. */
export class GroupRegistry {
  readonly names = new Map<string, number>();
  /** What each group holds, by number from 1; null while the group is open. */
  private readonly bodies: (Node | null)[] = [null];
  private widths: Map<number, Width> | undefined;
  /** Groups that a back-reference or a condition looks at. */
  readonly referenced = new Set<number>();
  /** Whether some lookbehind can match texts of different lengths, which is an error once the rest is known to be none. */
  variableLookbehind = false;
  /** Groups from this number on were opened in the lookbehind being read. */
  private firstLookbehindGroup: number | null = null;
  /** Offset of the first condition on each group number, to be checked once all groups are known. */
  private conditions: Map<number, number> | undefined;

  constructor(private readonly cursor: PatternCursor) {}

  get count(): number {
    return this.bodies.length - 1;
  }

  /** Takes a group name up to `terminator`. */
  takeName(terminator: string): string {
    const start = this.cursor.index;
    const name = this.cursor.takeUntil(terminator, 'group name');
    if (!isIdentifier(name)) {
      this.cursor.fail(`bad character in group name ${reprString(name)}`, start);
    }
    return name;
  }

  open(name: string | null): number {
    const index = this.bodies.length;
    if (name !== null) {
      const earlier = this.names.get(name);
      if (earlier !== undefined) {
        const reason = `redefinition of group name ${reprString(name)} as group ${index}; was group ${earlier}`;
        this.cursor.fail(reason, this.cursor.index - name.length - 1);
      }
      this.names.set(name, index);
    }
    this.bodies.push(null);
    return index;
  }

  close(index: number, body: Node): void {
    this.bodies[index] = body;
  }

  /** The width of a node that may hold back-references. */
  widthOf(node: Node): Width {
    const widths = (this.widths ??= new Map<number, Width>());
    return nodeWidth(node, (index) => {
      const body = this.bodies[index];
      const width = widths.get(index) ?? (body ? this.widthOf(body) : { min: 0, max: 0 });
      widths.set(index, width);
      return width;
    });
  }

  /** The group of `(?P=name)`; `start` is the name. */
  resolveName(name: string, start: number): number {
    const index = this.names.get(name);
    if (index === undefined) {
      return this.cursor.fail(`unknown group name ${reprString(name)}`, start);
    }
    return index;
  }

  /** Checks that a back-reference to the group is possible here. `start` is where it stands. */
  checkReference(index: number, start: number): void {
    if (!this.bodies[index]) {
      this.cursor.fail('cannot refer to an open group', start);
    }
    this.checkLookbehind(index);
    this.referenced.add(index);
  }

  /** The group of a condition `(?(name)` or `(?(1)`; a number may belong to a group that follows. */
  takeCondition(): number {
    const index = this.takeConditionGroup();
    this.checkLookbehind(index);
    this.referenced.add(index);
    return index;
  }

  private takeConditionGroup(): number {
    const start = this.cursor.index;
    const name = this.cursor.takeUntil(')', 'group name');
    if (isIdentifier(name)) {
      return this.resolveName(name, start);
    }
    if (!isGroupNumber(name)) {
      this.cursor.fail(`bad character in group name ${reprString(name)}`, start);
    }
    const index = Number(name);
    if (index === 0) {
      this.cursor.fail('bad group number', start);
    }
    this.conditions ??= new Map();
    if (!this.conditions.has(index)) {
      this.conditions.set(index, start);
    }
    return index;
  }

  /** Checks what can only be known at the end of the pattern. */
  checkAll(): void {
    for (const [index, start] of this.conditions ?? []) {
      if (index > this.count) {
        this.cursor.fail(`invalid group reference ${index}`, start);
      }
    }
    if (this.variableLookbehind) {
      this.cursor.fail('look-behind requires fixed-width pattern', null);
    }
  }

  /** Reads a lookbehind: groups opened in it cannot be referred to from within. */
  insideLookbehind<T>(read: () => T): T {
    const outer = this.firstLookbehindGroup;
    this.firstLookbehindGroup ??= this.bodies.length;
    const result = read();
    this.firstLookbehindGroup = outer;
    return result;
  }

  private checkLookbehind(index: number): void {
    if (this.firstLookbehindGroup === null) {
      return;
    }
    if (!this.bodies[index]) {
      this.cursor.fail('cannot refer to an open group');
    }
    if (index >= this.firstLookbehindGroup) {
      this.cursor.fail('cannot refer to group defined in the same lookbehind subpattern');
    }
  }
}
