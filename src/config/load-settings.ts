import { buildSettings, namesRedis } from './build-settings.js';
import { collectSources, type CollectedSources, type SourcePlaces } from './collect-sources.js';
import { BOTH_ROLES, type Role } from './role.js';
import { SettingValues } from './setting-values.js';
import type { Settings } from './settings.js';
import { SettingsError } from './settings.errors.js';

/** Which program reads its settings: `main` (API, or all in one), `worker` (jobs alone), `tool` (what a worker reads, and no Redis needed). */
export type EntryPoint = 'main' | 'worker' | 'tool';

export interface LoadOptions extends Partial<SourcePlaces> {
  readonly entry: EntryPoint;
}

export interface LoadedSettings {
  readonly settings: Settings;
  readonly role: Role;
  /** One sentence each, to be logged as warnings: unknown settings, settings without effect. */
  readonly notes: readonly string[];
}

interface RoleChoice {
  readonly role: Role;
  readonly collected: CollectedSources;
}

function hasRedis({ sources }: CollectedSources): boolean {
  return namesRedis(new SettingValues(sources));
}

function chooseRole(entry: EntryPoint, places: SourcePlaces): RoleChoice {
  if (entry === 'worker') return { role: 'worker', collected: collectSources(['worker'], places) };
  if (entry === 'tool') return { role: 'standalone', collected: collectSources(BOTH_ROLES, places) };
  const ofController = collectSources(['controller'], places);
  if (hasRedis(ofController)) return { role: 'controller', collected: ofController };
  return { role: 'standalone', collected: collectSources(BOTH_ROLES, places) };
}

/** An embedded Tom that ignored the Redis of its worker settings would not be what anybody meant. */
function oneSidedRedisFaults({ role, collected }: RoleChoice): string[] {
  return role === 'standalone' && hasRedis(collected)
    ? ['Redis is set for the worker alone: set redis_url or redis_host for the controller too, or for neither']
    : [];
}

/**
 * Settings of this process from the environment, the env file, the YAML files and the defaults, in this order.
 * `main` runs `standalone` when no Redis is set, else as `controller`. `env` defaults to the process's environment,
 * `cwd` to the working directory. Throws `SettingsError` with every fault.
 */
export function loadSettings({ entry, env = process.env, cwd = process.cwd() }: LoadOptions): LoadedSettings {
  const choice = chooseRole(entry, { env, cwd });
  const { role, collected } = choice;
  const { settings, faults, notes } = buildSettings(role, collected.sources, cwd);
  const allFaults = [...collected.faults, ...(entry === 'tool' ? [] : oneSidedRedisFaults(choice)), ...faults];
  if (allFaults.length > 0) throw new SettingsError(allFaults);
  return { settings, role, notes: [...collected.notes, ...notes] };
}
