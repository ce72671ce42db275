import { TextFsmNestedListError } from './textfsm.errors.js';
import type { Cell, ListItem, Row } from './textfsm.types.js';
import type { ValueDeclaration } from './value-declaration.js';

/** Stands for a cell when the record is to be dropped. */
export const SKIP = Symbol('skip');

function isEmpty(value: Cell | null): boolean {
  return value === null || value.length === 0;
}

/** What one value holds during a run, and how its options change that. */
export class ValueMemory {
  private value: Cell | null = null;
  private filldown: string | null = null;
  private list: ListItem[] = [];
  private readonly isList: boolean;
  private readonly isFilldown: boolean;
  private readonly isFillup: boolean;
  /** `Required` before `List` looks at the text assigned last, after it at the list. */
  private readonly requiresText: boolean;
  private readonly requiresList: boolean;

  constructor(
    private readonly declaration: ValueDeclaration,
    private readonly column: number,
    private readonly rows: readonly Row[],
  ) {
    const { options } = declaration;
    this.isList = options.includes('List');
    this.isFilldown = options.includes('Filldown');
    this.isFillup = options.includes('Fillup');
    const isRequired = options.includes('Required');
    this.requiresList = isRequired && this.isList && options.indexOf('List') < options.indexOf('Required');
    this.requiresText = isRequired && !this.requiresList;
  }

  /** Takes what a rule captured; null when the group took no part. */
  assign(text: string | null): void {
    this.value = text;
    if (this.isList) {
      this.list.push(this.toListItem(text));
    }
    if (this.isFilldown) {
      this.filldown = text;
    }
    if (this.isFillup && text !== null && text !== '') {
      this.fillUp(text);
    }
  }

  /** The cell for the row being recorded, or `SKIP` when the value is required and missing. */
  save(): Cell | null | typeof SKIP {
    if (this.requiresText && isEmpty(this.value)) {
      return SKIP;
    }
    if (this.isList) {
      this.value = [...this.list];
      if (this.requiresList && this.list.length === 0) {
        return SKIP;
      }
    }
    return this.value;
  }

  clear(): void {
    this.value = this.filldown;
    if (this.isList && !this.isFilldown) {
      this.list = [];
    }
  }

  clearAll(): void {
    this.value = null;
    this.filldown = null;
    this.list = [];
  }

  /** Fills the rows above, up to the first that has a value. */
  private fillUp(text: string): void {
    for (let index = this.rows.length - 1; index >= 0; index--) {
      const row = this.rows[index];
      if (row === undefined || !isEmpty(row[this.column] ?? null)) {
        return;
      }
      row[this.column] = text;
    }
  }

  private toListItem(text: string | null): ListItem {
    const { nested, name } = this.declaration;
    if (nested === null) {
      return text;
    }
    if (text === null) {
      throw new TextFsmNestedListError(
        `Value '${name}' is a List with groups of its own and took no part in a match; write its rule so that it does.`,
      );
    }
    const match = nested.groupNames.size === 0 ? null : nested.match(text);
    if (match === null) {
      return text;
    }
    return Object.fromEntries([...nested.groupNames].map(([group, index]) => [group, match.groups[index] ?? null]));
  }
}
