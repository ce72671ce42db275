import { parseToTable } from '../modules/parsing/textfsm/parse-to-table.js';
import { TextFsmTemplate } from '../modules/parsing/textfsm/textfsm-template.js';
import type { VectorOutcome } from './vector.types.js';

/** A recorded output of a device, and what the reference makes of it. */
export interface TextFsmCase {
  readonly id?: string;
  /** Names of the templates, joined with `:`. */
  readonly template: string;
  readonly raw: string;
  readonly expected: unknown;
}

/** Runs cases whose templates are named, compiling each template once. */
export class TextFsmCases {
  private readonly compiled = new Map<string, TextFsmTemplate>();

  /** `texts`: the text of each template by its name. */
  constructor(private readonly texts: Readonly<Record<string, string>>) {}

  run({ template, raw, expected }: TextFsmCase): VectorOutcome {
    const templates = template.split(':').map((name) => this.template(name));
    return { expected, actual: parseToTable(templates, raw).toRecords() };
  }

  private template(name: string): TextFsmTemplate {
    const known = this.compiled.get(name);
    if (known !== undefined) return known;
    const text = Object.hasOwn(this.texts, name) ? this.texts[name] : undefined;
    if (text === undefined) throw new Error(`no template "${name}" in the file of templates`);
    const template = TextFsmTemplate.compile(text);
    this.compiled.set(name, template);
    return template;
  }
}
