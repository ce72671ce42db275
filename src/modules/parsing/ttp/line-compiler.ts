import { PatternError } from '../regex/regex.errors.js';
import type { PythonRegex } from '../regex/python-regex.js';
import type { CompileContext } from './compile-context.js';
import type { LineRule } from './group.js';
import { compileHeaders } from './headers-line.js';
import { lineRegex } from './line-regex.js';
import { lineShape } from './line-shape.js';
import type { LineAction, LineVariable } from './line.types.js';
import { compileMatchSteps } from './match-steps.js';
import { str } from './python-format.js';
import { compileLinePattern, type LinePattern } from './regex-cache.js';
import { TtpTemplateError } from './ttp.errors.js';
import { VariableDraft, type VariableOwner } from './variable-draft.js';

/** Text between joined matches where the template names none. */
const DEFAULT_JOIN_TEXT = '\n';

function compilePattern(source: string, line: number | null): LinePattern {
  try {
    return compileLinePattern(source);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new TtpTemplateError(error.message, line, error);
  }
}

function joinTextOf(variables: Iterable<LineVariable>): string {
  let joinText = DEFAULT_JOIN_TEXT;
  for (const variable of variables) joinText = variable.joinText ?? joinText;
  return joinText;
}

/** The rule of a line that has no group yet. */
export type UnplacedRule = Omit<LineRule, 'group'>;

/** Compiles the lines of one group. */
export class LineCompiler {
  constructor(
    private readonly owner: VariableOwner & { readonly name: string },
    private readonly context: CompileContext,
  ) {}

  /** The rule of a line; null for one that matches no text. */
  compile(text: string, line: number | null): UnplacedRule | null {
    const shape = lineShape(text);
    const drafts = shape.variables.map((source) => this.draft(source, shape.plainText, line));
    if (drafts.length === 0) {
      this.context.warn(`The line "${text}" of group "${this.owner.name}" has no variable and matches nothing`);
      return null;
    }
    if (drafts.some(({ isDefaultOnly }) => isDefaultOnly)) return null;
    const headers = drafts.find(({ groupName }) => groupName === '_headers_');
    const columns =
      headers && compileHeaders(text.slice(0, text.indexOf(`{{${headers.source}}}`)), headers.columns, line);
    const source = columns?.source ?? lineRegex(shape.pattern, drafts);
    const variables = [...drafts.filter(({ isIgnored }) => !isIgnored), ...this.columnDrafts(columns?.columns, line)];
    const pattern = compilePattern(source, line);
    const byName = new Map(variables.flatMap((draft) => this.namesOf(draft, line)));
    return {
      source,
      pattern,
      action: this.actionOf(drafts),
      isLine: drafts.some(({ isLine }) => isLine),
      variables: byName,
      captured: this.capturedBy(pattern.regex, byName, line),
      joinText: joinTextOf(byName.values()),
    };
  }

  /** The variables in the order of the groups that capture them; a line without groups gives each the whole match. */
  private capturedBy(
    regex: PythonRegex,
    byName: ReadonlyMap<string, LineVariable>,
    line: number | null,
  ): LineVariable[] {
    return Array.from(regex.groupNames.keys(), (name) => {
      const variable = byName.get(name);
      if (variable === undefined)
        throw new TtpTemplateError(`The pattern group "${name}" is no variable of its line`, line);
      return variable;
    });
  }

  private draft(source: string, plainText: string, line: number | null): VariableDraft {
    return new VariableDraft(source, plainText, this.owner, this.context, line);
  }

  private columnDrafts(columns: readonly string[] = [], line: number | null): VariableDraft[] {
    return columns.map((name) => this.draft(`${name} | strip | exclude(${name})`, '', line));
  }

  private actionOf(drafts: readonly VariableDraft[]): LineAction {
    let action: LineAction = 'add';
    for (const draft of drafts) {
      if (!action.startsWith('start') && draft.groupName !== 'ignore') action = draft.action;
    }
    return action;
  }

  private namesOf(draft: VariableDraft, line: number | null): [string, LineVariable][] {
    const { name, groupName, functions } = draft;
    const join = functions.find((call) => call.name === 'joinmatches');
    const variable: LineVariable = {
      name,
      groupName,
      functions,
      steps: compileMatchSteps(functions, this.context, line),
      joinText: join?.args[0] === undefined ? null : str(join.args[0]),
    };
    return [
      [groupName, variable],
      [name, variable],
    ];
  }
}
