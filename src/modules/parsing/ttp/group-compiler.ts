import type { LineRule } from './group.js';
import { splitLines, stripEnd } from '../regex/python-text.js';
import { callOf, parseAttributes, type Call } from './attributes.js';
import type { CompileContext } from './compile-context.js';
import { GROUP_FUNCTIONS } from './functions/group-functions.js';
import { compileGroupSteps } from './group-steps.js';
import { Group } from './group.js';
import { compileLine } from './known-lines.js';
import { str } from './python-format.js';
import { ANONYMOUS } from './template-tree.js';
import { isDict, updateDict, variableOr } from './values.js';
import type { XmlElement } from './xml-element.js';

const ANONYMOUS_PATH = [`${ANONYMOUS}*`];

function listOf(text: string): string[] {
  return text.split(',').map((item) => item.trim());
}

/** Compiles the groups of a template. */
export class GroupCompiler {
  constructor(
    private readonly context: CompileContext,
    private readonly pathSeparator: string,
  ) {}

  compile(element: XmlElement, index: number, parent: Group | null = null): Group {
    const group = new Group(index, parent);
    this.setPath(group, element.attributes.get('name') ?? element.attributes.get('Name'));
    for (const [name, value] of element.attributes) this.applyAttribute(group, name, value, element.line);
    group.steps = compileGroupSteps(group.functions, this.context, element.line);
    this.addLines(group, element.text, element.contentLine, false);
    group.children = element.children.map((child, childIndex) => {
      const compiled = this.compile(child, childIndex, group);
      if (child.tail.trim() !== '') this.addLines(group, child.tail, child.tailLine, true);
      return compiled;
    });
    return group;
  }

  private setPath(group: Group, name: string | undefined): void {
    const parentPath = group.parent?.path ?? [];
    group.path = name === undefined ? this.unnamedPath(group) : this.namedPath(name, parentPath);
    group.name = group.path.join('.');
    group.idName = name === undefined ? `${group.name}.${ANONYMOUS}` : group.name;
    group.id = `${group.idName} ${group.index}`;
  }

  private unnamedPath({ parent }: Group): readonly string[] {
    return parent === null ? ANONYMOUS_PATH : parent.path;
  }

  private namedPath(name: string, parentPath: readonly string[]): readonly string[] {
    if (!name.startsWith('/')) return [...parentPath, ...name.split(this.pathSeparator)];
    const items = name.replace(/^\/+/, '').split(this.pathSeparator);
    if (parentPath.includes(ANONYMOUS)) return [...ANONYMOUS_PATH, ...items];
    return name === '/' ? ANONYMOUS_PATH : items;
  }

  private applyAttribute(group: Group, name: string, value: string, line: number): void {
    const isTop = group.parent === null;
    switch (name.toLowerCase()) {
      case 'name':
        break;
      case 'method':
        group.method = value.toLowerCase().trim();
        break;
      case 'input':
        if (isTop) group.inputs = listOf(value);
        break;
      case 'output':
        if (isTop) group.outputNames = listOf(value);
        break;
      case 'default':
        group.commonDefault = variableOr(value, this.context.vars);
        break;
      case 'functions':
      case 'chain':
        this.addChain(group, value, line);
        break;
      default:
        group.functions.push(callOf(name, value, line));
    }
  }

  private addChain(group: Group, text: string, line: number): void {
    const value = this.context.vars.get(text) ?? text;
    const calls = (Array.isArray(value) ? value : [value]).flatMap((part) => parseAttributes(str(part), line));
    for (const call of calls) {
      if (this.isKnown(call)) group.functions.push(call);
      else this.context.warn(`The function "${call.name}" of group "${group.name}" is unknown and left out`);
    }
  }

  private isKnown({ name }: Call): boolean {
    return (
      GROUP_FUNCTIONS.has(name) || name === 'macro' || this.context.functions.function('group', name) !== undefined
    );
  }

  private addLines(group: Group, text: string, firstLine: number, isTail: boolean): void {
    const rules: LineRule[] = [];
    for (const [index, line] of splitLines(text).entries()) {
      if (line.trim() === '' || line.trimStart().startsWith('##')) continue;
      const rule = compileLine(stripEnd(line), firstLine + index, group, this.context);
      if (rule !== null) rules.push(rule);
    }
    rules.forEach((rule, index) => this.placeRule(group, rule, index, isTail));
    this.noteStartDefault(group);
  }

  private placeRule(group: Group, rule: LineRule, index: number, isTail: boolean): void {
    if (rule.action === 'end') group.endRules.push(rule);
    else if (isTail) group.normalRules.push(rule);
    else if (rule.action.startsWith('start')) group.startRules.push(rule);
    else if (index === 0 || group.method === 'table') group.startRules.push({ ...rule, action: 'start' });
    else group.normalRules.push(rule);
  }

  private noteStartDefault(group: Group): void {
    if (isDict(group.commonDefault)) {
      updateDict(group.defaults, group.commonDefault);
      group.hasStartDefault ||= group.startRules.length === 0;
    }
    group.hasStartDefault ||= group.startRules.some(({ variables }) => {
      return [...variables.keys()].some((name) => group.defaults.has(name));
    });
  }
}
