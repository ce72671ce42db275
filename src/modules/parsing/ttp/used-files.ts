import type { TemplateFiles } from './compile-context.js';

/** The files that a template read when it was compiled, as plain data: it can be compiled from them elsewhere. */
export interface UsedFiles {
  /** Text by path. */
  readonly texts: Readonly<Record<string, string>>;
  /** Names of the files in a directory by its path. */
  readonly folders: Readonly<Record<string, readonly string[]>>;
}

/** Passes files on and keeps what was read. */
export class FileRecorder implements TemplateFiles {
  private readonly texts = new Map<string, string>();
  private readonly folders = new Map<string, readonly string[]>();

  constructor(private readonly files: TemplateFiles) {}

  get used(): UsedFiles {
    return { texts: Object.fromEntries(this.texts), folders: Object.fromEntries(this.folders) };
  }

  read(path: string): string | undefined {
    const text = this.files.read(path);
    if (text !== undefined) this.texts.set(path, text);
    return text;
  }

  list(path: string): readonly string[] | undefined {
    const names = this.files.list(path);
    if (names !== undefined) this.folders.set(path, names);
    return names;
  }
}

/** The recorded files again. */
export function filesFrom({ texts, folders }: UsedFiles): TemplateFiles {
  const textOf = new Map(Object.entries(texts));
  const namesIn = new Map(Object.entries(folders));
  return { read: (path) => textOf.get(path), list: (path) => namesIn.get(path) };
}
