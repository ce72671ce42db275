import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Variables } from '../../src/config/environment-source.js';
import { loadSettings, type EntryPoint, type LoadedSettings } from '../../src/config/load-settings.js';
import { SettingsError } from '../../src/config/settings.errors.js';

/** A working directory with settings files, made anew for each test of the suite that calls `useSettingsFolder`. */
export class SettingsFolder {
  path = '';

  file(name: string, text: string): void {
    writeFileSync(join(this.path, name), text);
  }

  load(env: Variables = {}, entry: EntryPoint = 'main'): LoadedSettings {
    return loadSettings({ entry, env, cwd: this.path });
  }

  /** The faults for which the settings are refused; empty when they load. */
  faults(env: Variables = {}, entry: EntryPoint = 'main'): readonly string[] {
    try {
      this.load(env, entry);
      return [];
    } catch (error) {
      if (error instanceof SettingsError) return error.faults;
      throw error;
    }
  }
}

export function useSettingsFolder(): SettingsFolder {
  const folder = new SettingsFolder();
  beforeEach(() => {
    folder.path = mkdtempSync(join(tmpdir(), 'tom-settings-'));
  });
  afterEach(() => {
    rmSync(folder.path, { recursive: true });
  });
  return folder;
}
