import { readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import { SshConfig } from './ssh-config.js';

/** A file that cannot be used; the message says why. */
export class SshConfigFileFault extends Error {}

/** More than that is no file of settings, in bytes. */
const LARGEST_FILE = 1 << 20;

interface ReadFile {
  readonly version: string;
  readonly config: SshConfig;
}

/** The files of `ssh_config_dir`, each read when it is asked for and has changed. */
export class SshConfigFiles {
  private readonly files = new Map<string, ReadFile>();

  constructor(private readonly directory: string) {}

  /** The file of that name, or path, which must lie in the directory. Rejects with an error that says why it cannot be used. */
  async read(name: string): Promise<SshConfig> {
    const path = await this.pathOf(name);
    const { mtimeMs, size, ino } = await stat(path);
    if (size > LARGEST_FILE) throw new SshConfigFileFault(`is larger than ${LARGEST_FILE} bytes`);
    const version = `${mtimeMs} ${size} ${ino}`;
    const known = this.files.get(path);
    if (known?.version === version) return known.config;
    const config = SshConfig.parse(await readFile(path, 'utf8'));
    this.files.set(path, { version, config });
    return config;
  }

  /** Links are followed before it is decided where the file lies. */
  private async pathOf(name: string): Promise<string> {
    const directory = resolve(this.directory);
    const asked = resolve(directory, name);
    if (!isInside(directory, asked)) throw new SshConfigFileFault('lies outside ssh_config_dir');
    const path = await realpath(asked);
    if (!isInside(await realpath(directory), path)) throw new SshConfigFileFault('lies outside ssh_config_dir');
    return path;
  }
}

function isInside(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}
