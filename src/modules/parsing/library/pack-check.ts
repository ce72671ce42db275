import { PackInstallError, TemplateInvalidError } from '../parsing.errors.js';
import { INDEX_FILE, LibraryIndex } from './library-index.js';
import { TemplateFile } from './library-template.js';
import type { PackFiles } from './pack-archive.js';
import type { PackKind } from './pack-kinds.js';

/** Templates of a pack that cannot be compiled, one sentence each: they are passed over when they are needed. */
export function templateFaults({ name: pack, language }: PackKind, files: PackFiles): string[] {
  const faults: string[] = [];
  const texts = new Map([...files].map(([name, data]) => [name, data.toString('utf8')]));
  for (const [name, text] of texts) {
    if (name === INDEX_FILE) continue;
    try {
      new TemplateFile(pack, name, text, language, texts).compile();
    } catch (error) {
      if (!(error instanceof TemplateInvalidError)) throw error;
      faults.push(`${name}: ${error.reason}`);
    }
  }
  return faults;
}

/** Throws `PackInstallError` for files that are no complete pack. */
export function checkCompleteness({ folder, hasIndex }: PackKind, files: PackFiles): void {
  if (files.size === 0) throw new PackInstallError(`There is no folder ${folder} with templates in it`);
  if (!hasIndex) return;
  const index = files.get(INDEX_FILE);
  if (index === undefined) throw new PackInstallError(`The folder ${folder} has no index`);
  if (files.size === 1) throw new PackInstallError(`The folder ${folder} has no templates`);
  const { faults } = LibraryIndex.read(index.toString('utf8'), {
    isUsable: (name) => files.has(name),
    isChecked: true,
  });
  if (faults.length > 0) throw new PackInstallError(`The index cannot be used: ${faults.slice(0, 3).join('; ')}`);
}
