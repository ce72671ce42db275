import type { PythonRegex } from '../regex/python-regex.js';
import { callOf, parseAttributes, type Call } from './attributes.js';
import type { CompileContext } from './compile-context.js';
import { INPUT_FUNCTIONS, type InputFunction } from './functions/input-functions.js';
import type { Group } from './group.js';
import { InputText } from './input-text.js';
import { loadStructure } from './loaders.js';
import { macroCall } from './macro-call.js';
import { callRegistered } from './match-steps.js';
import { str } from './python-format.js';
import { cachedRegex } from './regex-cache.js';
import { isDict, type PyDict, type PyValue } from './values.js';
import type { XmlElement } from './xml-element.js';

/** Name of the input of texts for which none is named. */
export const DEFAULT_INPUT = 'Default_Input';

/** Changes a text before it is parsed; null ends the changes. */
export type InputStep = (text: string) => string | null;

/** An `<input>` of a template, or what stands for one. */
export interface CompiledInput {
  readonly name: string;
  readonly texts: readonly InputText[];
  readonly groupIndexes: readonly number[];
  readonly steps: readonly InputStep[];
  /** The data in the tag. */
  readonly parameters: PyDict;
}

const NO_PARAMETERS: PyDict = new Map();

/** Indexes of the groups an input is for: those that name it, else those that name none and are asked for. */
export function groupIndexesFor(groups: readonly Group[], inputName: string, wanted: readonly string[]): number[] {
  const naming = groups.filter(({ inputs }) => inputs.includes(inputName));
  if (naming.length > 0) return naming.map(({ index }) => index);
  const free = groups.filter(({ inputs }) => inputs.length === 0);
  const isForAll = wanted.includes('all');
  return free.filter(({ name }) => isForAll || wanted.includes(name)).map(({ index }) => index);
}

function listOf(value: PyValue | undefined): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(str);
}

function namesOf(value: PyValue): string[] {
  return Array.isArray(value)
    ? value.map(str)
    : str(value)
        .split(',')
        .map((name) => name.trim());
}

/** Compiles the `<input>` tags of a template. */
export class InputCompiler {
  constructor(
    private readonly context: CompileContext,
    private readonly groups: readonly Group[],
    private readonly basePath: string,
  ) {}

  compile(element: XmlElement): CompiledInput {
    const isText = element.attributes.get('load')?.trim() === 'text';
    const loaded = isText ? null : loadStructure(element, this.context.files);
    const parameters = isDict(loaded) ? loaded : NO_PARAMETERS;
    const attributes: PyDict = new Map([...element.attributes, ...parameters]);
    const name = (element.attributes.get('name') ?? DEFAULT_INPUT).trim();
    const texts = isText && element.text !== '' ? [new InputText(element.text)] : this.loadTexts(attributes);
    return {
      name,
      texts,
      groupIndexes: groupIndexesFor(this.groups, name, namesOf(attributes.get('groups') ?? 'all')),
      steps: this.stepsOf(attributes, element.line),
      parameters,
    };
  }

  /** The input a group names but no tag describes: the name may be that of a file or directory. */
  compileNamed(name: string): CompiledInput {
    const texts = this.readTexts(this.basePath + name, [], []);
    return { name, texts, groupIndexes: groupIndexesFor(this.groups, name, []), steps: [], parameters: NO_PARAMETERS };
  }

  private loadTexts(attributes: PyDict): InputText[] {
    const extensions = listOf(attributes.get('extensions'));
    const filters = listOf(attributes.get('filters')).map(cachedRegex);
    return listOf(attributes.get('url')).flatMap((url) => this.readTexts(this.basePath + url, extensions, filters));
  }

  private readTexts(path: string, extensions: readonly string[], filters: readonly PythonRegex[]): InputText[] {
    const { files } = this.context;
    const text = files.read(path);
    if (text !== undefined) return [new InputText(text, path)];
    const names = (files.list(path) ?? []).filter((name) => {
      const hasExtension = extensions.length === 0 || extensions.includes(name.split('.').at(-1) ?? '');
      return hasExtension && filters.every((filter) => filter.search(name) !== null);
    });
    return names.flatMap((name) => this.readTexts(`${path.replace(/\/$/, '')}/${name}`, [], []));
  }

  private stepsOf(attributes: PyDict, line: number): InputStep[] {
    return [...attributes]
      .flatMap(([name, value]) => this.callsOf(String(name), value, line))
      .map((call) => this.stepOf(call, line));
  }

  private callsOf(name: string, value: PyValue, line: number): Call[] {
    if (name.toLowerCase() === 'functions') {
      return parseAttributes(str(value), line).filter((call) => this.isKnown(call.name));
    }
    if (name === 'extract_commands')
      return [{ name, args: namesOf(value).filter((item) => item !== ''), kwargs: new Map() }];
    return this.isKnown(name) ? [callOf(name, str(value), line)] : [];
  }

  private isKnown(name: string): boolean {
    if (name === 'macro' || INPUT_FUNCTIONS.has(name)) return true;
    return this.context.functions.function('input', name) !== undefined;
  }

  private stepOf(call: Call, line: number): InputStep {
    const run = this.functionOf(call, line);
    return (text) => {
      const result = run(text);
      if (result === false) return null;
      return typeof result === 'string' ? result : text;
    };
  }

  private functionOf(call: Call, line: number): (text: string) => unknown {
    const registered = this.context.functions.function('input', call.name);
    if (registered !== undefined) return (text) => callRegistered(registered, text, call);
    const builtIn: InputFunction | undefined = INPUT_FUNCTIONS.get(call.name);
    if (builtIn !== undefined) return (text) => builtIn(text, call.args.map(str));
    const macros = call.args.map((arg) => macroCall(this.context.functions, str(arg), line));
    return (text) => macros.reduce<unknown>((data, macro) => macro(data as PyValue) ?? data, text);
  }
}
