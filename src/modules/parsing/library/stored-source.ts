import { TemplateFile, type LibraryTemplate } from './library-template.js';
import type { TemplateFault, TemplateLanguage, TemplateQuery, TextsByName } from './library.types.js';
import { EMPTY_FOLDER, type FolderContent } from './template-folder.js';
import { TemplateSet } from './template-set.js';
import { TemplateSource } from './template-source.port.js';

/** A source that keeps all its templates in memory and answers from what was read last. */
export abstract class StoredSource<T> extends TemplateSource<T> {
  private files: ReadonlyMap<string, TemplateFile<T>> = new Map();
  private set: TemplateSet<T>;
  /** All files that were read last, but the index. */
  texts: TextsByName = new Map();

  constructor(
    readonly name: string,
    protected readonly language: TemplateLanguage<T>,
  ) {
    super();
    this.set = new TemplateSet(name, this.files, EMPTY_FOLDER.index, language, false);
  }

  list(): readonly string[] {
    return this.set.names;
  }

  get(name: string): LibraryTemplate<T> | undefined {
    return this.set.get(name);
  }

  find(query: TemplateQuery): LibraryTemplate<T> | undefined {
    return this.set.find(query);
  }

  faults(): readonly TemplateFault[] {
    return this.set.faults;
  }

  /** Takes this content from now on; files that are as they were keep what was compiled, unless they can name others. */
  protected async adopt(content: FolderContent, prepare?: (file: TemplateFile<T>) => Promise<void>): Promise<void> {
    const files = new Map<string, TemplateFile<T>>();
    const texts = new Map([...content.templates, ...content.attachments]);
    for (const [name, text] of content.templates) {
      const known = this.files.get(name);
      const isKnown = known?.text === text && !this.language.isLinked;
      const file = isKnown ? known : new TemplateFile(this.name, name, text, this.language, texts);
      await prepare?.(file);
      files.set(name, file);
    }
    this.files = files;
    this.texts = texts;
    this.set = new TemplateSet(this.name, files, content.index, this.language, prepare !== undefined);
  }
}
