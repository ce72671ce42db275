import { join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { didYouMean } from '../../../common/nearest-names.js';
import { PlatformDefinitionError, UnknownDriverError } from '../devices.errors.js';
import { compilePlatform, type RawDefinition } from './platform-compiler.js';
import { readPlatformFiles, type PlatformFile } from './platform-files.js';
import type { Platform } from './platform.types.js';

export interface PlatformRegistryOptions {
  /** Directory of the user's own definitions; one of the same name replaces a built-in one. */
  readonly platformDir?: string;
}

const BUILT_IN_DIRECTORY = join(import.meta.dirname, 'definitions');

/** What one platform does not hand down to those that extend it. */
const OWN_KEYS: ReadonlySet<string> = new Set(['name', 'description', 'aliases']);

function inherited(parent: RawDefinition): RawDefinition {
  return Object.fromEntries(Object.entries(parent).filter(([key]) => !OWN_KEYS.has(key)));
}

/** Every platform Tom knows, under all its names. Knows nothing of transports: both roles use it. */
@Injectable()
export class PlatformRegistry implements OnModuleInit {
  private readonly byName = new Map<string, Platform>();

  constructor(private readonly options: PlatformRegistryOptions = {}) {}

  /** Reads and checks every definition. Rejects with `PlatformDefinitionError`. */
  async onModuleInit(): Promise<void> {
    const { platformDir } = this.options;
    const files = await readPlatformFiles(BUILT_IN_DIRECTORY);
    if (platformDir !== undefined) files.push(...(await readPlatformFiles(platformDir)));
    const byPlatform = new Map(files.map((file) => [file.name, file]));
    const platforms = [...byPlatform.values()].map((file) => compilePlatform(file.path, this.merged(file, byPlatform)));
    for (const platform of platforms) this.add(platform);
  }

  /**
   * The platform of a driver name (a Netmiko or scrapli name, case does not count). Throws `UnknownDriverError`, which
   * names the nearest ones, and the device when its name is given.
   */
  resolve(driver: string, deviceName?: string): Platform {
    const platform = this.byName.get(driver.toLowerCase());
    if (platform !== undefined) return platform;
    const owner = deviceName === undefined ? '' : ` of device "${deviceName}"`;
    const hint = didYouMean(driver, this.byName.keys());
    throw new UnknownDriverError(`adapter_driver "${driver}"${owner} is unknown${hint}`);
  }

  /** Every platform once, by canonical name. */
  list(): Platform[] {
    return [...new Set(this.byName.values())].sort((a, b) => a.name.localeCompare(b.name));
  }

  private add(platform: Platform): void {
    for (const name of platform.names) {
      const other = this.byName.get(name);
      if (other !== undefined) {
        throw new PlatformDefinitionError(
          `platforms "${other.name}" and "${platform.name}" both go by the name "${name}"`,
        );
      }
      this.byName.set(name, platform);
    }
  }

  private merged(
    file: PlatformFile,
    all: ReadonlyMap<string, PlatformFile>,
    heirs: readonly string[] = [],
  ): RawDefinition {
    if (file.parent === undefined) return file.content;
    const chain = [...heirs, file.name];
    const parent = all.get(file.parent);
    if (parent === undefined) {
      const hint = didYouMean(file.parent, all.keys());
      throw new PlatformDefinitionError(
        `platform definition ${file.path} extends "${file.parent}", which is unknown${hint}`,
      );
    }
    if (chain.includes(parent.name)) {
      throw new PlatformDefinitionError(
        `platform definition ${file.path} extends itself: ${[...chain, parent.name].join(' → ')}`,
      );
    }
    return { ...inherited(this.merged(parent, all, chain)), ...file.content };
  }
}
