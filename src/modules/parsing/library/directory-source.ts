import { setImmediate as nextTurn } from 'node:timers/promises';
import { TemplateInvalidError } from '../parsing.errors.js';
import { FollowedSource } from './followed-source.js';
import type { TextsByName } from './library.types.js';
import type { TemplateFile } from './library-template.js';
import { EMPTY_FOLDER, readTemplateFolder, type FolderContent } from './template-folder.js';

/**
 * Templates of one's own in a directory: every one is compiled as it is read, so that a broken one is disabled before it is
 * needed. The directory need not exist.
 */
export class DirectorySource<T> extends FollowedSource<T> {
  private content: FolderContent = EMPTY_FOLDER;
  private isStale = false;

  /** Compiles everything anew, since something changed that templates of this source name. */
  recompile(): Promise<void> {
    this.isStale = true;
    return this.refresh();
  }

  protected async read(): Promise<boolean> {
    const content = readTemplateFolder(this.directory, this.language);
    if (isSame(content, this.content) && !this.isStale) return false;
    this.isStale = false;
    await this.adopt(content, compileInTurn);
    this.content = content;
    return true;
  }
}

function isSame(one: FolderContent, other: FolderContent): boolean {
  return (
    one.index === other.index &&
    hasSameTexts(one.templates, other.templates) &&
    hasSameTexts(one.attachments, other.attachments)
  );
}

function hasSameTexts(some: TextsByName, others: TextsByName): boolean {
  return some.size === others.size && [...some].every(([name, text]) => others.get(name) === text);
}

/** One template a turn of the event loop: a large directory holds up nobody. */
async function compileInTurn<T>(file: TemplateFile<T>): Promise<void> {
  await nextTurn();
  try {
    file.compile();
  } catch (error) {
    if (!(error instanceof TemplateInvalidError)) throw error;
  }
}
