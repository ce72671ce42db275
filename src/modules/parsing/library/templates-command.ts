import { parseArgs } from 'node:util';
import { didYouMean } from '../../../common/nearest-names.js';
import { errorMessage, TomError } from '../../../common/tom-error.js';
import { INDEX_FILE } from './library-index.js';
import { PackInstaller } from './pack-installer.js';
import { TtpFunctions } from '../ttp/ttp-functions.js';
import { packKinds, type PackKind } from './pack-kinds.js';
import type { PackManifest } from './pack-manifest.js';
import { fetchPack } from './pack-origin.js';

const PACK_NAMES = packKinds(new TtpFunctions()).map(({ name }) => name);

const USAGE = `Usage: npm run templates -- COMMAND [PACK] [options]
  install PACK [--version V] [--from ARCHIVE|DIRECTORY|URL] [--sha256 HEX]
  list
  verify [PACK]
  remove PACK
PACK is ${PACK_NAMES.join(' or ')}. --dir DIRECTORY overrules the setting template_pack_dir.`;

const OPTIONS = {
  from: { type: 'string' },
  version: { type: 'string' },
  sha256: { type: 'string' },
  dir: { type: 'string' },
} as const;

/** Says that a command line cannot be understood. */
class UsageError extends Error {}

/** A command line, taken apart. */
interface CommandLine {
  readonly verb: string;
  readonly pack?: string;
  readonly from?: string;
  readonly version?: string;
  readonly sha256?: string;
  readonly dir?: string;
}

/** What the command works with. */
export interface TemplatesEnvironment {
  /** Directory of the packs, asked for when the command line does not name one. */
  packDirectory(): string;
  print(line: string): void;
  /** What plugins register for TTP templates; default nothing. */
  ttpFunctions?(): Promise<TtpFunctions>;
}

function readCommandLine(args: readonly string[]): CommandLine {
  try {
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
    const [verb, pack, ...others] = positionals;
    if (verb === undefined || others.length > 0) throw new UsageError('Name a command, and at most one pack');
    return { verb, pack, ...values };
  } catch (error) {
    throw new UsageError(errorMessage(error));
  }
}

function describe({ pack, version, files, origin, archiveSha256, installedAt }: PackManifest): string {
  const facts = [
    `${Object.keys(files).filter((name) => name !== INDEX_FILE).length} templates`,
    `from ${origin}`,
    ...(archiveSha256 === null ? [] : [`SHA-256 ${archiveSha256}`]),
    `installed ${installedAt}`,
  ];
  return `${pack} ${version ?? '(no version given)'}: ${facts.join(', ')}`;
}

class TemplatesCommand {
  private readonly installer: PackInstaller;

  constructor(
    private readonly line: CommandLine,
    private readonly environment: TemplatesEnvironment,
    private readonly kinds: readonly PackKind[],
  ) {
    this.installer = new PackInstaller(line.dir ?? environment.packDirectory());
  }

  run(): Promise<number> {
    switch (this.line.verb) {
      case 'install':
        return this.install(this.kindNamed(this.line.pack));
      case 'list':
        return this.list();
      case 'verify':
        return this.verify(this.line.pack === undefined ? undefined : this.kindNamed(this.line.pack));
      case 'remove':
        return this.remove(this.kindNamed(this.line.pack));
      default:
        throw new UsageError(
          `There is no command "${this.line.verb}"${didYouMean(this.line.verb, ['install', 'list', 'verify', 'remove'])}`,
        );
    }
  }

  private kindNamed(name: string | undefined): PackKind {
    if (name === undefined) throw new UsageError('Name the pack');
    const kind = this.kinds.find((candidate) => candidate.name === name);
    if (kind === undefined) throw new UsageError(`There is no pack "${name}"${didYouMean(name, PACK_NAMES)}`);
    return kind;
  }

  private async install(kind: PackKind): Promise<number> {
    const { from, sha256 } = this.line;
    const version = this.line.version ?? (from === undefined ? kind.defaultVersion : undefined);
    const fetched = await fetchPack({ from: from ?? kind.address(version ?? kind.defaultVersion), sha256 }, kind);
    const { manifest, warnings } = await this.installer.install(kind, fetched, version ?? null);
    for (const warning of warnings) this.environment.print(`note   ${warning}`);
    this.environment.print(describe(manifest));
    return 0;
  }

  private async list(): Promise<number> {
    for (const kind of this.kinds) {
      const manifest = await this.installer.manifest(kind);
      this.environment.print(manifest === undefined ? `${kind.name}: not installed` : describe(manifest));
    }
    return 0;
  }

  /** Without a kind all that are installed, of which there has to be one. */
  private async verify(wanted: PackKind | undefined): Promise<number> {
    let faultCount = 0;
    let checkedCount = 0;
    for (const kind of wanted === undefined ? this.kinds : [wanted]) {
      const manifest = await this.installer.manifest(kind);
      if (manifest === undefined) continue;
      const { faults, warnings } = await this.installer.verify(kind, manifest);
      for (const warning of warnings) this.environment.print(`note   ${kind.name}: ${warning}`);
      for (const fault of faults) this.environment.print(`fault  ${kind.name}: ${fault}`);
      if (faults.length === 0) this.environment.print(`${describe(manifest)}: as installed`);
      faultCount += faults.length;
      checkedCount++;
    }
    if (checkedCount === 0)
      this.environment.print(wanted === undefined ? 'No pack is installed' : `${wanted.name}: not installed`);
    return checkedCount > 0 && faultCount === 0 ? 0 : 1;
  }

  private async remove(kind: PackKind): Promise<number> {
    const wasThere = await this.installer.remove(kind);
    this.environment.print(`${kind.name}: ${wasThere ? 'removed' : 'not installed'}`);
    return wasThere ? 0 : 1;
  }
}

/** Runs `install`, `list`, `verify` or `remove`. Exit code: 0 done, 1 refused or faulty, 2 usage. */
export async function runTemplates(args: readonly string[], environment: TemplatesEnvironment): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    environment.print(USAGE);
    return 0;
  }
  try {
    const line = readCommandLine(args);
    const compiles = ['install', 'verify'].includes(line.verb);
    const functions = (compiles && (await environment.ttpFunctions?.())) || new TtpFunctions();
    return await new TemplatesCommand(line, environment, packKinds(functions)).run();
  } catch (error) {
    if (error instanceof UsageError) {
      environment.print(error.message);
      environment.print(USAGE);
      return 2;
    }
    if (!(error instanceof TomError)) throw error;
    environment.print(error.message);
    return 1;
  }
}
