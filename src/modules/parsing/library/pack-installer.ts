import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { errorMessage } from '../../../common/tom-error.js';
import { PackInstallError } from '../parsing.errors.js';
import type { PackFiles } from './pack-archive.js';
import { checkCompleteness, templateFaults } from './pack-check.js';
import type { PackKind } from './pack-kinds.js';
import { manifestPath, readManifest, type PackManifest } from './pack-manifest.js';
import type { FetchedPack } from './pack-origin.js';
import { replaceFile } from '../../../common/replace-file.js';

/** A pack that was installed. */
export interface InstalledPack {
  readonly manifest: PackManifest;
  /** Templates that cannot be compiled and are passed over, one sentence each. */
  readonly warnings: readonly string[];
}

/** What is wrong with an installed pack, one sentence each. */
export interface PackCheck {
  /** What is not as it was installed. */
  readonly faults: readonly string[];
  /** Templates that cannot be compiled and are passed over. */
  readonly warnings: readonly string[];
}

function checksums(files: PackFiles): Record<string, string> {
  const sums = [...files].map(([name, data]) => [name, createHash('sha256').update(data).digest('hex')] as const);
  return Object.fromEntries(sums.sort());
}

/** Installs packs of templates in one directory, where running controllers find them. */
export class PackInstaller {
  constructor(private readonly directory: string) {}

  /**
   * Puts a fetched pack in the place of what is installed: a reader has the old pack or the new one at any moment. Throws
   * `PackInstallError`, and then the old pack is untouched.
   */
  async install(kind: PackKind, { files, ...origin }: FetchedPack, version: string | null): Promise<InstalledPack> {
    checkCompleteness(kind, files);
    const folder = `${kind.name}-${randomUUID()}`;
    const installedAt = new Date().toISOString();
    const manifest = { pack: kind.name, version, ...origin, installedAt, folder, files: checksums(files) };
    try {
      const old = await this.manifest(kind).catch(() => undefined);
      await this.writeFolder(folder, files);
      await replaceFile(manifestPath(this.directory, kind.name), `${JSON.stringify(manifest, null, 2)}\n`);
      if (old !== undefined) await this.removeFolder(old.folder);
    } catch (error) {
      throw new PackInstallError(`${this.directory} cannot be changed: ${errorMessage(error)}`, { cause: error });
    }
    return { manifest, warnings: templateFaults(kind, files) };
  }

  /** What is installed of a pack; undefined for nothing. */
  manifest(kind: PackKind): Promise<PackManifest | undefined> {
    return readManifest(this.directory, kind.name);
  }

  /** Compares an installed pack with what was installed. */
  async verify(kind: PackKind, manifest: PackManifest): Promise<PackCheck> {
    const folder = join(this.directory, manifest.folder);
    const files = new Map<string, Buffer>();
    for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isDirectory()) files.set(relative(folder, path), await readFile(path));
    }
    const wanted = new Map(Object.entries(manifest.files));
    const faults = Object.entries(checksums(files))
      .filter(([name, sum]) => wanted.get(name) !== sum)
      .map(([name]) => (wanted.has(name) ? `${name} was changed` : `${name} does not belong to the pack`));
    const missing = [...wanted.keys()].filter((name) => !files.has(name)).map((name) => `${name} is missing`);
    return { faults: [...faults, ...missing], warnings: templateFaults(kind, files) };
  }

  /** Removes an installed pack; false when there was none. */
  async remove(kind: PackKind): Promise<boolean> {
    const manifest = await this.manifest(kind);
    if (manifest === undefined) return false;
    await rm(manifestPath(this.directory, kind.name));
    await this.removeFolder(manifest.folder);
    return true;
  }

  /** Until the manifest names it, nobody reads this folder. */
  private async writeFolder(folder: string, files: PackFiles): Promise<void> {
    const path = join(this.directory, folder);
    try {
      for (const [name, data] of files) {
        await mkdir(dirname(join(path, name)), { recursive: true });
        await writeFile(join(path, name), data);
      }
    } catch (error) {
      await this.removeFolder(folder);
      throw error;
    }
  }

  private async removeFolder(folder: string): Promise<void> {
    await rm(join(this.directory, folder), { recursive: true, force: true });
  }
}
