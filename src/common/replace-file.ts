import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export interface ReplaceOptions {
  readonly mode?: number;
  /** Done right before readers find the new text; where it throws they go on finding the old one. */
  readonly before?: () => Promise<void>;
}

/** Writes a file so that a reader finds the old text or the new one, never a part. */
export async function replaceFile(path: string, text: string, { mode, before }: ReplaceOptions = {}): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomUUID()}`);
  try {
    await writeFile(draft, text, { flush: true, ...(mode === undefined ? {} : { mode }) });
    await before?.();
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
