import { errorMessage } from '../../../common/tom-error.js';
import { TemplateInvalidError } from '../parsing.errors.js';
import type { TemplateLanguage, TextsByName } from './library.types.js';

/** A template file of a source. Immutable; compiled when first needed, once. */
export class TemplateFile<T> {
  private compiled: { readonly template: T } | { readonly error: TemplateInvalidError } | undefined;

  constructor(
    readonly source: string,
    readonly name: string,
    readonly text: string,
    private readonly language: TemplateLanguage<T>,
    private readonly siblings: TextsByName = new Map(),
  ) {}

  /** Throws `TemplateInvalidError`. */
  compile(): T {
    this.compiled ??= this.tryToCompile();
    if ('error' in this.compiled) throw this.compiled.error;
    return this.compiled.template;
  }

  /** Why the template is of no use; undefined when it is fine or was not compiled yet. */
  get fault(): string | undefined {
    return this.compiled !== undefined && 'error' in this.compiled ? this.compiled.error.reason : undefined;
  }

  private tryToCompile(): { template: T } | { error: TemplateInvalidError } {
    try {
      return { template: this.language.compile(this.text, this.siblings) };
    } catch (error) {
      return { error: new TemplateInvalidError(this.name, this.source, errorMessage(error), error) };
    }
  }
}

/** What a command's output is read with: mostly one template file, several where their tables are to be joined. */
export class LibraryTemplate<T> {
  constructor(private readonly files: readonly [TemplateFile<T>, ...TemplateFile<T>[]]) {}

  get source(): string {
    return this.files[0].source;
  }

  /** Name of the file; those of several are joined with `:`, as in the index. */
  get name(): string {
    return this.files.map(({ name }) => name).join(':');
  }

  /** Whether every file is fine as far as known. */
  get isUsable(): boolean {
    return this.files.every(({ fault }) => fault === undefined);
  }

  /** The text of each file. */
  get texts(): string[] {
    return this.files.map(({ text }) => text);
  }

  /** The templates, compiled; the same objects every time. Throws `TemplateInvalidError`. */
  compile(): T[] {
    return this.files.map((file) => file.compile());
  }
}
