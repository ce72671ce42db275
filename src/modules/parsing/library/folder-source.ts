import type { TemplateLanguage } from './library.types.js';
import { StoredSource } from './stored-source.js';
import { readTemplateFolder } from './template-folder.js';

/** A folder that never changes, such as the one that comes with the program: read at the start, compiled on demand. */
export class FolderSource<T> extends StoredSource<T> {
  constructor(
    name: string,
    private readonly directory: string,
    language: TemplateLanguage<T>,
  ) {
    super(name, language);
  }

  async start(): Promise<void> {
    await this.adopt(readTemplateFolder(this.directory, this.language));
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}
