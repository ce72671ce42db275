import { InputText } from './input-text.js';
import { CompiledOutput } from './output-tag.js';
import { PartRun, type SharedState } from './part-run.js';
import { dictFromPlain, fromPlain, toPlain } from './plain-values.js';
import { ROOT_TEMPLATE } from './template-compiler.js';
import { NO_FILES } from './compile-context.js';
import type { TtpTemplate } from './ttp-template.js';
import { TtpFunctions } from './ttp-functions.js';
import type { PyDict, PyObject, PyValue } from './values.js';

/** Name that stands for all templates of a parser. */
export const ALL_TEMPLATES = '_all_';

export interface TtpParserOptions {
  /** Variables for all templates, besides those they were compiled with, as JSON data. */
  readonly vars?: Readonly<Record<string, unknown>>;
  /** Lookup tables for all templates by name, as JSON data. */
  readonly lookups?: Readonly<Record<string, unknown>>;
  /** Whether keys of digits in dynamic paths become integers, which JSON shows no difference of; default false. */
  readonly hasIntegerKeys?: boolean;
  /** Most records a text may give; default no limit. */
  readonly maxRecords?: number;
}

export interface TtpInputOptions {
  /** Default `Default_Input`. */
  readonly inputName?: string;
  /** Default the templates without a name; `_all_` for all. */
  readonly templateName?: string;
  /** Names of the groups to parse with; default all that name no input. */
  readonly groups?: readonly string[];
}

/** How results are put together: a list of the templates' results, a dictionary by their names, or one flat list. */
export type ResultStructure = 'list' | 'dictionary' | 'flat_list';

export interface TtpResultOptions {
  /** Default `list`. */
  readonly structure?: ResultStructure;
  /** Names of the templates whose results are wanted; default all. */
  readonly templates?: readonly string[];
  /** Attributes of an output to run on the results of each template, such as `{ format: 'json' }`; default none. */
  readonly output?: Readonly<Record<string, unknown>>;
  /** What becomes of objects such as IP addresses; default their text. */
  readonly encode?: (object: PyObject) => unknown;
}

/** Parses texts with templates and keeps the results. */
export class TtpParser {
  /** What the author of the templates should know of this parse. */
  readonly warnings: string[] = [];
  private readonly runs: PartRun[] = [];
  private readonly vars: PyDict;
  private readonly shared: SharedState;

  constructor(templates: readonly TtpTemplate[], options: TtpParserOptions = {}) {
    const { vars = {}, lookups = {}, hasIntegerKeys = false, maxRecords = Infinity } = options;
    this.vars = dictFromPlain(vars);
    this.shared = {
      globals: new Map(),
      vars: this.vars,
      lookups: dictFromPlain(lookups),
      hasIntegerKeys,
      maxRecords,
      resultsOf: (name) => this.runs.find(({ part }) => part.name === name)?.results,
      warn: (message) => this.warnings.push(message),
    };
    this.runs.push(...templates.flatMap(({ parts }) => parts.map((part) => new PartRun(part, this.shared))));
  }

  /** Adds a text to parse. It is never taken for a file's name. */
  addInput(text: string, options: TtpInputOptions = {}): void {
    const { inputName, groups } = options;
    const texts = [new InputText(text)];
    for (const run of this.runsFor(options)) run.addInput(texts, inputName, groups);
  }

  /** Makes a text the only one to parse; texts of the template itself go, too. */
  setInput(text: string, options: TtpInputOptions = {}): void {
    this.runsFor(options).forEach((run) => run.clearInput());
    this.addInput(text, options);
  }

  /** Takes all texts away, also those of the templates; with a name those of one template. */
  clearInput(templateName = ALL_TEMPLATES): void {
    this.runsFor({ templateName }).forEach((run) => run.clearInput());
  }

  /** Parses all texts and runs the outputs of the templates; throws `TtpRunError` where a function fails. */
  parse(): void {
    this.runs.forEach((run) => run.parse());
    this.runs.forEach((run) => run.runOutputs());
  }

  clearResult(templates: readonly string[] = []): void {
    for (const run of this.runs) if (templates.length === 0 || templates.includes(run.part.name)) run.results = [];
  }

  /** The results as JSON data. */
  result(options: TtpResultOptions = {}): unknown {
    const { structure = 'list', templates = [], encode } = options;
    const runs = this.runs.filter(({ part }) => templates.length === 0 || templates.includes(part.name));
    const results = runs.map((run) => this.outputOf(run, options));
    return toPlain(this.arrange(structure, runs, results), encode);
  }

  /** The data in the `<input>` tags, by the names of template and input, as JSON data. */
  inputLoad(): unknown {
    const load = this.runs.map(({ part }): [string, PyValue] => {
      return [part.name, new Map(part.inputs.map(({ name, parameters }) => [name, parameters]))];
    });
    return toPlain(new Map(load));
  }

  private runsFor({ templateName = ROOT_TEMPLATE }: TtpInputOptions): PartRun[] {
    return this.runs.filter(({ part }) => templateName === ALL_TEMPLATES || part.name === templateName);
  }

  private outputOf(run: PartRun, { output }: TtpResultOptions): PyValue {
    if (output === undefined) return run.results;
    const attributes = fromPlain(output) as PyDict;
    const compiled = CompiledOutput.fromArguments(attributes, {
      vars: this.vars,
      functions: new TtpFunctions(),
      files: NO_FILES,
      skipOutputMacros: false,
      warn: this.shared.warn,
    });
    return compiled.run(run.results, run.outputContext());
  }

  private arrange(structure: ResultStructure, runs: readonly PartRun[], results: readonly PyValue[]): PyValue {
    switch (structure) {
      case 'list':
        return [...results];
      case 'dictionary':
        return new Map(runs.map(({ part }, index) => [part.name, results[index] ?? null]));
      case 'flat_list':
        return results.flat(2);
      default:
        return structure satisfies never;
    }
  }
}
