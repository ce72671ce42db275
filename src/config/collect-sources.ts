import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorMessage } from '../common/tom-error.js';
import { entriesOfVariables, variable, variablesOfFile, type Variables } from './environment-source.js';
import type { SettingRole } from './role.js';
import type { SettingSource } from './setting-values.js';
import { FaultySourceError } from './settings.errors.js';
import { entriesOfYaml } from './yaml-source.js';

/** Where a process looks for settings. */
export interface SourcePlaces {
  readonly env: Variables;
  /** Directory of the default files, and where relative file names start. */
  readonly cwd: string;
}

/** Sources that were found, and what is wrong with the others. */
export interface CollectedSources {
  readonly sources: readonly SettingSource[];
  readonly faults: readonly string[];
  readonly notes: readonly string[];
}

/** The file that serves both halves. */
export const COMBINED_FILE = 'tom.yaml';

/** Names of a half's files: the variables that name them, and the defaults in the order they are looked for. */
const HALF_FILES: Readonly<Record<SettingRole, { config: string; envFile: string; defaults: readonly string[] }>> = {
  controller: {
    config: 'TOM_CONFIG_FILE',
    envFile: 'TOM_ENV_FILE',
    defaults: ['tom_config.yaml', 'tom_controller_config.yaml'],
  },
  worker: { config: 'TOM_WORKER_CONFIG_FILE', envFile: 'TOM_WORKER_ENV_FILE', defaults: ['tom_worker_config.yaml'] },
};

/** Text of a settings file. Throws `FaultySourceError`, which names `role` and the file. */
export function readSettingsFile(cwd: string, file: string, role: string): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    throw new FaultySourceError(`${role} cannot be read: ${errorMessage(error)}`);
  }
}

class SourceCollector {
  private readonly sources: SettingSource[] = [];
  private readonly faults: string[] = [];
  private readonly notes: string[] = [];
  private readonly yamlPaths = new Set<string>();

  constructor(
    private readonly halves: readonly SettingRole[],
    private readonly places: SourcePlaces,
  ) {}

  collect(): CollectedSources {
    this.addVariables(this.places.env, 'environment', 'environment variable');
    for (const half of this.halves) {
      this.addEnvFile(half);
      this.addRoleFile(half);
    }
    if (existsSync(resolve(this.places.cwd, COMBINED_FILE))) {
      this.addYaml(COMBINED_FILE, COMBINED_FILE, { layer: 'combined file', half: 'both' });
    }
    return { sources: this.sources, faults: this.faults, notes: this.notes };
  }

  /** Every half's prefix counts wherever the variables stand, so that one env file can serve both. */
  private addVariables(variables: Variables, layer: 'environment' | 'env file', label: string): void {
    for (const half of this.halves) {
      this.sources.push({ layer, half, entries: entriesOfVariables(variables, half, label) });
    }
  }

  private addEnvFile(half: SettingRole): void {
    const name = HALF_FILES[half].envFile;
    const file = variable(this.places.env, name);
    if (file === undefined) return;
    this.attempt(() => {
      const text = readSettingsFile(this.places.cwd, file, `${name} "${file}"`);
      this.addVariables(variablesOfFile(text, file), 'env file', `${file}:`);
    });
  }

  private addRoleFile(half: SettingRole): void {
    const { config, defaults } = HALF_FILES[half];
    const named = variable(this.places.env, config);
    if (named !== undefined) {
      this.addYaml(named, `${config} "${named}"`, { layer: 'role file', half });
      return;
    }
    const [found, ...others] = defaults.filter((file) => existsSync(resolve(this.places.cwd, file)));
    if (found !== undefined) this.addYaml(found, found, { layer: 'role file', half });
    for (const other of others) this.notes.push(`${other}: is not read, because ${found} is there too`);
  }

  private addYaml(file: string, role: string, kind: Pick<SettingSource, 'layer' | 'half'>): void {
    const path = resolve(this.places.cwd, file);
    if (this.yamlPaths.has(path)) return;
    this.yamlPaths.add(path);
    this.attempt(() => {
      this.sources.push({ ...kind, entries: entriesOfYaml(readSettingsFile(this.places.cwd, file, role), file) });
    });
  }

  private attempt(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof FaultySourceError)) throw error;
      this.faults.push(error.message);
    }
  }
}

/** Sources of these halves of Tom; a file that cannot be read is a fault, and the others are read all the same. */
export function collectSources(halves: readonly SettingRole[], places: SourcePlaces): CollectedSources {
  return new SourceCollector(halves, places).collect();
}
