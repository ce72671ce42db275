import { fileNames } from './file-names.js';
import { INDEX_FILE, LibraryIndex } from './library-index.js';
import { LibraryTemplate, type TemplateFile } from './library-template.js';
import type { TemplateFault, TemplateLanguage, TemplateQuery } from './library.types.js';

/** The templates of a source at one moment. Immutable, but for what is compiled on demand. */
export class TemplateSet<T> {
  /** In alphabetical order. */
  readonly names: readonly string[];
  private readonly index: LibraryIndex;
  /** Files that no row of the index names: they are found by their own names. */
  private readonly unindexed: ReadonlySet<string>;

  constructor(
    private readonly source: string,
    private readonly files: ReadonlyMap<string, TemplateFile<T>>,
    indexText: string,
    private readonly language: TemplateLanguage<T>,
    /** Whether the whole index is tried at once, not as it is needed. */
    isChecked: boolean,
  ) {
    this.names = [...files.keys()].sort();
    this.index = LibraryIndex.read(indexText, { isUsable: (name) => this.isUsable(name), isChecked });
    const indexed = this.index.templates();
    this.unindexed = new Set(this.names.filter((name) => !indexed.has(name)));
  }

  /** What is broken, as far as known. */
  get faults(): TemplateFault[] {
    const broken = [...this.files.values()].flatMap(({ source, name, fault }) =>
      fault === undefined ? [] : [{ source, name, reason: fault }],
    );
    return [...this.index.faults.map((reason) => ({ source: this.source, name: INDEX_FILE, reason })), ...broken];
  }

  get(name: string): LibraryTemplate<T> | undefined {
    const [first, ...others] = name.split(':').map((part) => this.file(part));
    return first !== undefined && others.every((file) => file !== undefined)
      ? new LibraryTemplate([first, ...others])
      : undefined;
  }

  find({ platforms, command, hostname = '' }: TemplateQuery): LibraryTemplate<T> | undefined {
    for (const platform of platforms) {
      const names = this.index.find({ platform, command, hostname });
      const template = names === null ? this.findByName(platform, command) : this.get(names.join(':'));
      if (template !== undefined) return template;
    }
    return undefined;
  }

  private findByName(platform: string, command: string): LibraryTemplate<T> | undefined {
    if (this.unindexed.size === 0) return undefined;
    const { extensions } = this.language;
    const names = this.language.namesFor(platform, command).flatMap((name) => extensions.map((one) => name + one));
    const name = names.find((candidate) => this.unindexed.has(candidate));
    return name === undefined ? undefined : this.get(name);
  }

  private isUsable(name: string): boolean {
    const file = this.file(name);
    return file !== undefined && file.fault === undefined;
  }

  private file(name: string): TemplateFile<T> | undefined {
    const found = fileNames(name, this.language).find((candidate) => this.files.has(candidate));
    return found === undefined ? undefined : this.files.get(found);
  }
}
