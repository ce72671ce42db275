import { isPlain, LineReader } from '../regex/python-text.js';
import type { Captures } from '../regex/python-regex.js';
import type { Rule } from './rule.js';
import { NO_RULES } from './rule-set.js';
import type { RuleSet } from './rule-set.js';
import type { ParsedTemplate } from './template-parser.js';
import { TextFsmRowLimitError, TextFsmStateError } from './textfsm.errors.js';
import type { Cell, Row } from './textfsm.types.js';
import { SKIP, ValueMemory } from './value-memory.js';

export interface RunOptions {
  /** Most rows that may be recorded; default no limit. */
  readonly maxRows?: number;
}

function isContent(cell: Cell | null): boolean {
  return cell !== null && (typeof cell === 'string' || cell.length > 0);
}

/** One parse with a template: its state, the record under way and the rows so far. Input may come in parts. */
export class TextFsmRun {
  private readonly rows: Row[] = [];
  private readonly memories: readonly ValueMemory[];
  private stateName = 'Start';
  private rules: RuleSet;
  private lineNumber = 0;
  private readonly maxRows: number;

  constructor(
    private readonly template: ParsedTemplate,
    { maxRows = Infinity }: RunOptions = {},
  ) {
    this.maxRows = maxRows;
    this.memories = template.values.map((value, column) => new ValueMemory(value, column, this.rows));
    this.rules = this.rulesOf('Start');
  }

  /** Name of the state reached. */
  get state(): string {
    return this.stateName;
  }

  /**
   * Parses the next part, which ends with a whole line, and returns all rows so far. After the last part (`isLast`) the
   * record under way is recorded unless the template has a state `EOF` or has jumped to `End`. Throws `TextFsmStateError` where
   * the template says so.
   */
  parse(text: string, isLast = true): Row[] {
    const isPlainText = isPlain(text);
    const lines = new LineReader(text);
    for (let line = lines.next(); line !== undefined; line = lines.next()) {
      this.lineNumber++;
      this.processLine(line, isPlainText || isPlain(line));
      if (this.isOver) {
        break;
      }
    }
    if (isLast && this.stateName !== 'End' && !this.template.states.has('EOF')) {
      this.record();
    }
    return this.rows;
  }

  /** Forgets everything, as if the run had just started. */
  reset(): void {
    this.rows.length = 0;
    this.lineNumber = 0;
    this.stateName = 'Start';
    this.rules = this.rulesOf('Start');
    this.memories.forEach((memory) => memory.clearAll());
  }

  private rulesOf(state: string): RuleSet {
    return this.template.states.get(state) ?? NO_RULES;
  }

  /** After a jump to `End` or `EOF` no line is read any more; the rules stay, for a part that follows all the same. */
  private get isOver(): boolean {
    return this.stateName === 'End' || this.stateName === 'EOF';
  }

  private processLine(line: string, plain: boolean): void {
    for (const rule of this.rules.candidates(line, plain)) {
      const captures = rule.regex.captureAtStart(line, plain);
      if (captures !== null) {
        this.assign(rule, captures);
        this.performRecordOperation(rule);
        if (rule.action.lineOperation !== 'Continue') {
          this.leaveLine(rule, line);
          return;
        }
      }
    }
  }

  private assign({ columns }: Rule, captures: Captures): void {
    for (let slot = 0; slot < columns.length; slot++) {
      this.memories[columns[slot] ?? -1]?.assign(captures[slot + 1] ?? null);
    }
  }

  private performRecordOperation({ action }: Rule): void {
    switch (action.recordOperation) {
      case 'Record':
        this.record();
        break;
      case 'Clear':
        this.clear();
        break;
      case 'Clearall':
        this.memories.forEach((memory) => memory.clearAll());
        break;
      case 'NoRecord':
      case '':
        break;
      default:
        action.recordOperation satisfies never;
    }
  }

  private leaveLine({ action, lineNumber }: Rule, line: string): void {
    if (action.lineOperation === 'Error') {
      const reason = action.newState === '' ? 'State Error raised.' : `Error: ${action.newState}.`;
      const end = action.newState === '' ? '' : '.';
      throw new TextFsmStateError(`${reason} Rule Line: ${lineNumber}. Input Line: ${line}${end}`, {
        ruleLine: lineNumber,
        state: this.stateName,
        inputLineNumber: this.lineNumber,
        inputLine: line,
      });
    }
    if (action.newState !== '') {
      this.stateName = action.newState;
      if (!this.isOver) {
        this.rules = this.rulesOf(action.newState);
      }
    }
  }

  private clear(): void {
    for (const memory of this.memories) {
      memory.clear();
    }
  }

  private record(): void {
    const row: Row = [];
    let hasContent = false;
    for (const memory of this.memories) {
      const cell = memory.save();
      if (cell === SKIP) {
        this.clear();
        return;
      }
      hasContent ||= isContent(cell);
      row.push(cell ?? '');
    }
    if (hasContent) {
      this.addRow(row);
      this.clear();
    }
  }

  private addRow(row: Row): void {
    if (this.rows.length >= this.maxRows) {
      throw new TextFsmRowLimitError(`The input gives more than ${this.maxRows} rows, which is the limit.`);
    }
    this.rows.push(row);
  }
}
