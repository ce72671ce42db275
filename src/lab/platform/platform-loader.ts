import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { didYouMean } from '../../common/nearest-names.js';
import { errorMessage } from '../../common/tom-error.js';
import { CommandTree, type LabCommand } from '../cli/command-tree.js';
import { LabSettingsError } from '../lab.errors.js';
import { CommandDescription } from './command-description.js';
import { PlatformDescription } from './platform-description.js';
import { parseDescription, readPlatformFiles, readText } from './platform-files.js';

const OWN_PLATFORMS = join(import.meta.dirname, '..', 'devices');

/** A platform that devices of the lab can have. */
export interface LabPlatform {
  readonly name: string;
  readonly description: PlatformDescription;
  readonly commands: readonly LabCommand[];
  /** What can be entered, by mode. */
  readonly trees: ReadonlyMap<string, CommandTree>;
}

function sentences(errors: readonly ValidationError[], parent = ''): string[] {
  return errors.flatMap(({ property, constraints, children }) => {
    const path = parent === '' ? property : `${parent}.${property}`;
    return [
      ...Object.values(constraints ?? {}).map((message) => `${path}: ${message}`),
      ...sentences(children ?? [], path),
    ];
  });
}

function unknownModes(description: PlatformDescription): string[] {
  const { modes, start_mode, unprivileged_mode, default_modes, commands } = description;
  const used = [
    start_mode,
    unprivileged_mode,
    ...default_modes,
    ...[...modes.values()].map(({ parent }) => parent),
    ...commands.flatMap((command) => [...(command.modes ?? []), command.enter, command.run_in]),
  ].filter((mode) => mode !== undefined);
  return [...new Set(used)]
    .filter((mode) => !modes.has(mode))
    .map((mode) => `mode "${mode}" is not among the modes${didYouMean(mode, modes.keys())}`);
}

function check(raw: Readonly<Record<string, unknown>>, path: string): PlatformDescription {
  const description = plainToInstance(PlatformDescription, raw, { exposeDefaultValues: true });
  const faults = sentences(validateSync(description, { whitelist: true, forbidNonWhitelisted: true }));
  const all = faults.length > 0 ? faults : unknownModes(description);
  if (all.length > 0) throw new LabSettingsError(`${path}: ${all.join('; ')}`);
  return description;
}

/**
 * Reads a description that extends no other one.
 * @throws LabSettingsError with every fault, when it has some
 */
export function readDescription(text: string, path: string): PlatformDescription {
  return check(parseDescription(text, path), path);
}

/** A transcript that no command names answers to its file name: `show_version.txt` to `show version`. */
function transcriptCommands(files: Iterable<string>, named: readonly CommandDescription[]): CommandDescription[] {
  const taken = new Set(named.map(({ file }) => file));
  return [...files]
    .filter((file) => !taken.has(file))
    .map((file) => {
      const command = file.slice(0, -'.txt'.length).replaceAll('_', ' ');
      return Object.assign(new CommandDescription(), { command, file });
    });
}

function rowsOf({ rows }: CommandDescription): string {
  const numbers = Array.from({ length: rows?.count ?? 0 }, (_, index) => String(index + 1));
  return numbers.map((row) => rows?.text.replace(/\{\{row\}\}/g, row)).join('');
}

function buildTrees(description: PlatformDescription, commands: readonly LabCommand[]): Map<string, CommandTree> {
  const { abbreviations, default_modes: defaultModes } = description;
  return new Map(
    [...description.modes.keys()].map((mode) => {
      const own = commands.filter((command) => (command.description.modes ?? defaultModes).includes(mode));
      return [mode, new CommandTree(own, { abbreviations })];
    }),
  );
}

async function loadPlatform(name: string, folders: ReadonlyMap<string, string>): Promise<LabPlatform> {
  const { path, description: raw, transcripts } = await readPlatformFiles(name, folders);
  const description = check(raw, path);
  const descriptions = [...description.commands, ...transcriptCommands(transcripts.keys(), description.commands)];
  const commands = await Promise.all(
    descriptions.map(async (command): Promise<LabCommand> => {
      const { file, output = '' } = command;
      const text = file === undefined ? output : await readText(transcripts.get(file) ?? join(path, '..', file));
      return { description: command, text: text + rowsOf(command) };
    }),
  );
  return { name, description, commands, trees: buildTrees(description, commands) };
}

async function platformFolders(root: string): Promise<[string, string][]> {
  const entries = await readdir(root, { withFileTypes: true }).catch((error: unknown) => {
    throw new LabSettingsError(`device directory ${root} cannot be read: ${errorMessage(error)}`, { cause: error });
  });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => [name, join(root, name)]);
}

/** The platforms of the lab and of a user's own directory, which wins where both have one of the same name. */
export class PlatformLoader {
  #folders: Promise<Map<string, string>> | undefined;
  readonly #loaded = new Map<string, Promise<LabPlatform>>();

  /** @param ownDirectory directory of the user: a folder for each platform, as in `src/lab/devices` */
  constructor(private readonly ownDirectory?: string) {}

  /** Names of all platforms, sorted; those that begin with `_` are families, from which others take what they share. */
  async names(): Promise<string[]> {
    return [...(await this.folders()).keys()].filter((name) => !name.startsWith('_')).sort();
  }

  /** @throws LabSettingsError when there is no such platform or its files have faults */
  async load(name: string): Promise<LabPlatform> {
    const known = await this.names();
    if (!known.includes(name)) {
      throw new LabSettingsError(
        `platform "${name}" is unknown to the lab${didYouMean(name, known)} (known: ${known.join(', ')})`,
      );
    }
    const loading = this.#loaded.get(name) ?? loadPlatform(name, await this.folders());
    this.#loaded.set(name, loading);
    return loading;
  }

  private folders(): Promise<Map<string, string>> {
    this.#folders ??= this.findFolders();
    return this.#folders;
  }

  private async findFolders(): Promise<Map<string, string>> {
    const own = this.ownDirectory === undefined ? [] : await platformFolders(this.ownDirectory);
    return new Map([...(await platformFolders(OWN_PLATFORMS)), ...own]);
  }
}
