import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorMessage, TomError } from '../../../common/tom-error.js';
import {
  TemplateExistsError,
  TemplateNotFoundError,
  TemplateRequestError,
  TemplateStorageError,
} from '../parsing.errors.js';
import { ANYTHING, withEntry, withoutTemplate, type IndexEntry } from './custom-index.js';
import { FileLock, type StillHeld } from '../../../common/file-lock.js';
import type { DirectorySource } from './directory-source.js';
import { fileNames, newFileName } from './file-names.js';
import { INDEX_FILE, LibraryIndex } from './library-index.js';
import { LibraryTemplate, TemplateFile } from './library-template.js';
import type { TemplateLanguage } from './library.types.js';
import { replaceFile } from '../../../common/replace-file.js';
import { readTemplateFolder } from './template-folder.js';

/** A template to be stored. */
export interface TemplateDraft {
  /** Name of the file, with or without the extension. */
  readonly name: string;
  readonly content: string;
  /** Whether a template of this name may be replaced; its rows of the index go, too, when there is a command. */
  readonly overwrite?: boolean;
  /** Pattern of the platforms, together with `command`: which output the template is chosen for. */
  readonly platform?: string;
  /** Pattern of the beginning of a command; `sh[[ow]]` stands for its abbreviations. */
  readonly command?: string;
  /** Pattern of the beginning of a host name; any when left out. */
  readonly hostname?: string;
}

/** A template that was stored. */
export interface StoredTemplate {
  /** With the extension. */
  readonly name: string;
  /** False when another one of this name was replaced. */
  readonly isNew: boolean;
  /** What is lawful and probably not meant, one sentence each. */
  readonly warnings: readonly string[];
}

/** Longest name of a template, extension included: what a file system takes, less what a draft's name adds. */
const MAX_NAME_LENGTH = 200;

const LOCK_FILE = '.lock';

const NAME = /^[A-Za-z0-9][\w.+-]*$/;

/** Stores templates in the directory of one's own, and deletes them. One change at a time, over all processes that share the directory. */
export class CustomTemplates<T> {
  private readonly lock: FileLock;
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly directory: string,
    private readonly language: TemplateLanguage<T>,
    private readonly source: DirectorySource<T>,
    /** Sentences on a template that compiles. */
    private readonly findWarnings: (template: T) => readonly string[],
  ) {
    this.lock = new FileLock({
      file: join(directory, LOCK_FILE),
      refuse: (reason) => new TemplateStorageError(`${directory} cannot be changed: ${reason}`),
    });
  }

  /**
   * Stores a template that compiles, with a row of the index when there is a platform and a command; it is in use when this
   * resolves. Throws `TemplateInvalidError`, `TemplateExistsError`, `TemplateRequestError` or `TemplateStorageError`.
   */
  create(draft: TemplateDraft): Promise<StoredTemplate> {
    return this.inTurn(() => this.store(draft));
  }

  /** Deletes a template and its rows of the index, and gives its full name. Throws `TemplateNotFoundError` or `TemplateStorageError`. */
  delete(name: string): Promise<string> {
    return this.inTurn(() => this.remove(name));
  }

  /** A template that is stored nowhere, compiled. Throws `TemplateInvalidError`. */
  inline(content: string): LibraryTemplate<T> {
    const name = newFileName('inline', this.language);
    const template = new LibraryTemplate([
      new TemplateFile('request', name, content, this.language, this.source.texts),
    ]);
    template.compile();
    return template;
  }

  private async store(draft: TemplateDraft): Promise<StoredTemplate> {
    const name = this.fileName(draft.name);
    if (this.language.isLinked) await this.source.refresh();
    const template = new TemplateFile(
      this.source.name,
      name,
      draft.content,
      this.language,
      this.source.texts,
    ).compile();
    const entry = toEntry(name, draft);
    await mkdir(this.directory, { recursive: true });
    const { isNew, index } = await this.lock.hold((before) => this.write(name, draft, entry, before));
    await this.source.refresh();
    return { name, isNew, warnings: [...this.findWarnings(template), ...choiceWarnings(name, entry, index)] };
  }

  private async write(
    name: string,
    { content, overwrite }: TemplateDraft,
    entry: IndexEntry | undefined,
    before: StillHeld,
  ): Promise<{ readonly isNew: boolean; readonly index: string }> {
    const { templates, index } = readTemplateFolder(this.directory, this.language);
    const isNew = !templates.has(name);
    if (!isNew && overwrite !== true) {
      throw new TemplateExistsError(`Template "${name}" exists; set overwrite to replace it`);
    }
    const newIndex = entry === undefined ? index : withEntry(withoutTemplate(index, name), entry);
    await replaceFile(join(this.directory, name), content, { before });
    if (newIndex !== index) await replaceFile(join(this.directory, INDEX_FILE), newIndex, { before });
    return { isNew, index: newIndex };
  }

  private async remove(asked: string): Promise<string> {
    this.find(asked);
    const removed = await this.lock.hold(async (before) => {
      const { name, index } = this.find(asked);
      const newIndex = withoutTemplate(index, name);
      if (newIndex !== index) await replaceFile(join(this.directory, INDEX_FILE), newIndex, { before });
      await before();
      await rm(join(this.directory, name), { force: true });
      return name;
    });
    await this.source.refresh();
    return removed;
  }

  /** The full name of a template, and the index beside it. */
  private find(asked: string): { readonly name: string; readonly index: string } {
    const { templates, index } = readTemplateFolder(this.directory, this.language);
    const name = fileNames(asked, this.language).find((candidate) => templates.has(candidate));
    if (name === undefined) throw new TemplateNotFoundError(`Template not found: ${asked}`);
    return { name, index };
  }

  private fileName(asked: string): string {
    const name = newFileName(asked, this.language);
    if (!NAME.test(name) || name.length > MAX_NAME_LENGTH) {
      throw new TemplateRequestError(
        `Template name "${asked.slice(0, MAX_NAME_LENGTH)}" will not do: it may have letters, digits and . _ - +, must begin ` +
          `with a letter or digit and have at most ${MAX_NAME_LENGTH} characters`,
      );
    }
    return name;
  }

  private inTurn<R>(change: () => Promise<R>): Promise<R> {
    const done = this.last.then(change).catch((error: unknown) => {
      if (error instanceof TomError) throw error;
      throw new TemplateStorageError(`${this.directory} cannot be changed: ${errorMessage(error)}`, { cause: error });
    });
    this.last = done.catch(() => undefined);
    return done;
  }
}

function toEntry(template: string, { platform, command, hostname }: TemplateDraft): IndexEntry | undefined {
  if (platform === undefined && command === undefined && hostname === undefined) return undefined;
  if (platform === undefined || command === undefined) {
    throw new TemplateRequestError(
      'A template is chosen by platform and command: give both, or neither and no hostname',
    );
  }
  const entry = { template, hostname: hostname ?? ANYTHING, platform, command };
  for (const [cell, value] of Object.entries(entry)) {
    if (value.trim() === '' || /[,\r\n]/.test(value)) {
      throw new TemplateRequestError(
        `${cell} must not be empty, nor have a comma or a line break: the index cannot hold it`,
      );
    }
  }
  const { faults } = LibraryIndex.read(withEntry('', entry), { isUsable: () => true, isChecked: true });
  if (faults.length > 0) {
    throw new TemplateRequestError(`hostname, platform and command must be regular expressions: ${faults.join('; ')}`);
  }
  return entry;
}

function choiceWarnings(template: string, entry: IndexEntry | undefined, indexText: string): string[] {
  const index = LibraryIndex.read(indexText, { isUsable: () => true, isChecked: false });
  if (entry === undefined) {
    return index.templates().has(template)
      ? []
      : [`No row of the index names it: it is used by its name, or for the platform and command that make up its name`];
  }
  const { platform, command } = entry;
  const chosen = index.find({ platform, command, hostname: '' });
  if (chosen === null) return [];
  return chosen.includes(template)
    ? []
    : [`"${command}" on ${platform} is read with ${chosen.join(':')}, whose row of the index comes first`];
}
