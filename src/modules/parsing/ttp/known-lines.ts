import { TextMemory } from '../text-memory.js';
import type { CompileContext } from './compile-context.js';
import type { Group, LineRule } from './group.js';
import { LineCompiler } from './line-compiler.js';
import type { UnplacedRule } from './line-compiler.js';
import { updateDict, type PyDict, type PyKey, type PyValue } from './values.js';

/** A line as it is compiled in every template that has none of the variables it may name. */
interface KnownLine {
  readonly rule: UnplacedRule | null;
  /** What it adds to the defaults of its group. */
  readonly defaults: PyDict;
  /** The words that would have been taken for variables. */
  readonly words: ReadonlySet<PyKey>;
}

/** Variables that remember which were asked for. */
class WatchedVariables extends Map<PyKey, PyValue> {
  readonly asked = new Set<PyKey>();

  override get(name: PyKey): PyValue | undefined {
    this.asked.add(name);
    return super.get(name);
  }
}

const knownLines = new TextMemory<KnownLine>(5000);

/** Compiles a line by itself, to be remembered if nothing but the line has a say in what becomes of it. */
function compileAlone(text: string, line: number | null, group: Group, context: CompileContext): KnownLine {
  const vars = new WatchedVariables(context.vars);
  const defaults: PyDict = new Map();
  let hasWarned = false;
  const warn = (message: string): void => {
    hasWarned = true;
    context.warn(message);
  };
  const owner = { name: group.name, defaults, commonDefault: undefined };
  const rule = new LineCompiler(owner, { ...context, vars, warn }).compile(text, line);
  const known = { rule, defaults, words: vars.asked };
  const isAlone = !hasWarned && [...vars.asked].every((word) => !context.vars.has(word));
  return isAlone ? knownLines.keep(text, known) : known;
}

function findKnown(text: string, { vars }: CompileContext): KnownLine | undefined {
  const known = knownLines.find(text);
  if (known === undefined) return undefined;
  for (const word of known.words) if (vars.has(word)) return undefined;
  return known;
}

/** The rule of a line in a group; null for one that matches no text. Lines that many templates share are compiled once. */
export function compileLine(text: string, line: number | null, group: Group, context: CompileContext): LineRule | null {
  if (group.commonDefault !== undefined || !context.functions.isEmpty) {
    const rule = new LineCompiler(group, context).compile(text, line);
    return rule && { ...rule, group };
  }
  const { rule, defaults } = findKnown(text, context) ?? compileAlone(text, line, group, context);
  updateDict(group.defaults, defaults);
  return rule && { ...rule, group };
}
