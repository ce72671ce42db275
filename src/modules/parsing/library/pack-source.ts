import { join } from 'node:path';
import { TemplateStorageError } from '../parsing.errors.js';
import { FollowedSource } from './followed-source.js';
import { readManifest } from './pack-manifest.js';
import { EMPTY_FOLDER, readTemplateFolder, type FolderContent } from './template-folder.js';

/** An installed pack of templates, compiled on demand; empty while none is installed, and read again when another one is. */
export class PackSource<T> extends FollowedSource<T> {
  private folder: string | undefined;

  protected async read(): Promise<boolean> {
    const folder = (await readManifest(this.directory, this.name))?.folder;
    if (folder === this.folder) return false;
    await this.adopt(folder === undefined ? EMPTY_FOLDER : this.readPack(folder));
    this.folder = folder;
    return true;
  }

  private readPack(folder: string): FolderContent {
    const path = join(this.directory, folder);
    const content = readTemplateFolder(path, this.language);
    if (content.templates.size > 0) return content;
    throw new TemplateStorageError(`There are no templates in ${path}: install the pack "${this.name}" again`);
  }
}
