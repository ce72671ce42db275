import { buildSettings } from './build-settings.js';
import type { Role } from './role.js';
import type { Settings } from './settings.js';
import { SettingsError } from './settings.errors.js';

/**
 * Settings from values that a program gives itself, by the keys of the YAML file; nothing else is read.
 * Throws `SettingsError` with every fault.
 */
export function settingsOfValues(
  values: Readonly<Record<string, unknown>>,
  role: Role = 'standalone',
  cwd = process.cwd(),
): Settings {
  const entries = Object.entries(values).map(([key, value]) => [key, { key, value, where: 'given value' }] as const);
  const { settings, faults } = buildSettings(
    role,
    [{ layer: 'combined file', half: 'both', entries: new Map(entries) }],
    cwd,
  );
  if (faults.length > 0) throw new SettingsError(faults);
  return settings;
}
