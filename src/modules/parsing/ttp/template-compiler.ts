import type { CompileContext } from './compile-context.js';
import { ExtendResolver } from './extend.js';
import { GETTERS, type Getter } from './functions/getters.js';
import { GroupCompiler } from './group-compiler.js';
import type { Group } from './group.js';
import { InputCompiler, type CompiledInput } from './input-tag.js';
import { loadStructure } from './loaders.js';
import { CompiledOutput } from './output-tag.js';
import { jsonKey } from './plain-values.js';
import type { TemplatePart } from './template-part.js';
import { isDict, updateDict, type PyDict } from './values.js';
import { XmlElement } from './xml-element.js';

/** Name of a template that has none. */
export const ROOT_TEMPLATE = '_root_template_';

/** What a tag is, by its name in lower case. */
const TAG_KINDS: ReadonlyMap<string, TagKind> = new Map<string, TagKind>([
  ...['vars', 'v', 'variables'].map((tag): [string, TagKind] => [tag, 'vars']),
  ...['group', 'g', 'grp'].map((tag): [string, TagKind] => [tag, 'group']),
  ...['output', 'o', 'out'].map((tag): [string, TagKind] => [tag, 'output']),
  ...['input', 'i', 'in'].map((tag): [string, TagKind] => [tag, 'input']),
  ['lookup', 'lookup'],
  ['template', 'template'],
  ['macro', 'macro'],
  ['doc', 'doc'],
]);

type TagKind = 'vars' | 'group' | 'output' | 'input' | 'lookup' | 'template' | 'macro' | 'doc';

/** What the parts of one template text share. */
export interface TemplateOptions extends Omit<CompileContext, 'vars'> {
  /** Variables that every part starts with. */
  readonly vars: PyDict;
  /** Names of the child templates to use; none means all. */
  readonly filters: readonly string[];
}

/** Compiles the tree of a template into its parts. */
export class TemplateCompiler {
  constructor(private readonly options: TemplateOptions) {}

  /** The parts: the templates within the root, else the root itself. */
  compile(root: XmlElement, defaultName: string): TemplatePart[] {
    new ExtendResolver(this.options).resolveTemplate(root);
    const name = root.attributes.get('name') ?? defaultName;
    const { filters } = this.options;
    if (filters.length > 0 && !filters.includes(name))
      return [this.part(new XmlElement(root.tag, new Map(), root.line), name)];
    const children = root.children.filter(({ kind }) => TAG_KINDS.get(kind) === 'template');
    const parts = children.flatMap((child, index) => this.compileChild(child, index));
    return parts.length > 0 ? parts : [this.part(root, name)];
  }

  private compileChild(child: XmlElement, index: number): TemplatePart[] {
    const { filters } = this.options;
    if (filters.length > 0 && !filters.includes(child.attributes.get('name') ?? '')) return [];
    return new TemplateCompiler({ ...this.options, filters: [] }).compile(child, String(index));
  }

  private part(root: XmlElement, name: string): TemplatePart {
    return new PartCompiler(root, name, { ...this.options, vars: new Map(this.options.vars) }).compile();
  }
}

/** Compiles one `<template>` without templates in it. */
class PartCompiler {
  private readonly savedVars = new Map<string, string[]>();
  private readonly lookups: PyDict = new Map();

  constructor(
    private readonly root: XmlElement,
    private readonly name: string,
    private readonly context: CompileContext,
  ) {}

  compile(): TemplatePart {
    const { attributes, children } = this.root;
    for (const child of children) {
      if (!TAG_KINDS.has(child.kind)) this.context.warn(`The tag <${child.tag}> is unknown and left out`);
    }
    this.tags('vars').forEach((element) => this.addVars(element));
    const outputs = this.tags('output').map((element) => CompiledOutput.fromElement(element, this.context));
    this.tags('lookup').forEach((element) => this.addLookup(element));
    const groupCompiler = new GroupCompiler(this.context, attributes.get('pathchar') ?? '.');
    const groups = this.tags('group').map((element, index) => groupCompiler.compile(element, index));
    const inputs = this.compileInputs(groups, attributes.get('base_path') ?? '');
    return {
      name: this.name,
      mode: attributes.get('results')?.toLowerCase() === 'per_template' ? 'per_template' : 'per_input',
      groups,
      lookups: this.lookups,
      inputs,
      outputs: this.withoutGroupOutputs(outputs, groups),
      savedVars: this.savedVars,
      getters: this.takeGetters(),
      vars: this.context.vars,
    };
  }

  private tags(kind: TagKind): XmlElement[] {
    return this.root.children.filter((child) => TAG_KINDS.get(child.kind) === kind);
  }

  private addVars(element: XmlElement): void {
    const vars = loadStructure(element, this.context.files);
    if (!isDict(vars)) return;
    updateDict(this.context.vars, vars);
    const path = element.attributes.get('name');
    if (path !== undefined)
      this.savedVars.set(path, [...(this.savedVars.get(path) ?? []), ...[...vars.keys()].map(jsonKey)]);
  }

  private addLookup(element: XmlElement): void {
    const name = element.attributes.get('name');
    if (name === undefined) {
      this.context.warn('A lookup without a name is left out');
      return;
    }
    const data = loadStructure(element, this.context.files);
    if (data !== null) this.lookups.set(name, data);
  }

  private compileInputs(groups: readonly Group[], basePath: string): CompiledInput[] {
    const compiler = new InputCompiler(this.context, groups, basePath);
    const inputs = this.tags('input').map((element) => compiler.compile(element));
    for (const name of groups.flatMap((group) => group.inputs)) {
      if (!inputs.some((input) => input.name === name)) inputs.push(compiler.compileNamed(name));
    }
    return inputs;
  }

  /** Gives groups the outputs they name, and leaves those that run on all results. */
  private withoutGroupOutputs(outputs: readonly CompiledOutput[], groups: readonly Group[]): CompiledOutput[] {
    const used = new Set<CompiledOutput>();
    for (const group of groups) {
      group.outputs = group.outputNames.flatMap((name) => {
        const output = outputs.find((candidate) => candidate.name === name);
        if (output === undefined) this.context.warn(`The output "${name}" of group "${group.name}" does not exist`);
        else used.add(output);
        return output ?? [];
      });
    }
    return outputs.filter((output) => !used.has(output));
  }

  private takeGetters(): Map<string, Getter> {
    const { vars } = this.context;
    const getters = new Map<string, Getter>();
    for (const [name, value] of vars) {
      const getter = typeof value === 'string' ? GETTERS.get(value) : undefined;
      if (getter === undefined) continue;
      getters.set(jsonKey(name), getter);
      vars.delete(name);
    }
    return getters;
  }
}
