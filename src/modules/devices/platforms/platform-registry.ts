import { join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { didYouMean } from '../../../common/nearest-names.js';
import { PlatformDefinitionError, UnknownDriverError } from '../devices.errors.js';
import { overTelnet } from './over-telnet.js';
import { compileClues, compilePlatform } from './platform-compiler.js';
import { TransportNotSupportedError } from './platform.errors.js';
import { platformOfDocument, readPlatformFiles, type PlatformFile, type RawDefinition } from './platform-files.js';
import type { Platform, PlatformClues } from './platform.types.js';
import type { PluginPlatform } from './plugin-platform.js';

export interface PlatformRegistryOptions {
  /** Directory of the user's own definitions; one of the same name replaces a built-in one. */
  readonly platformDir?: string;
  /** Definitions of plugins; one of the same name replaces a built-in one, and is replaced by the user's. */
  readonly pluginPlatforms?: readonly PluginPlatform[];
}

const BUILT_IN_DIRECTORY = join(import.meta.dirname, 'definitions');

/** What one platform does not hand down to those that extend it. */
const OWN_KEYS: ReadonlySet<string> = new Set([
  'name',
  'description',
  'netmikoNames',
  'scrapliNames',
  'aliases',
  'verified',
  'note',
  'detect',
]);

/** By which end of a driver name Netmiko says how the device is reached. */
const SSH_SUFFIX = /_ssh$/;
const TELNET_SUFFIX = /_telnet$/;
const SERIAL_SUFFIX = /_serial$/;

function inherited(parent: RawDefinition): RawDefinition {
  return Object.fromEntries(Object.entries(parent).filter(([key]) => !OWN_KEYS.has(key)));
}

/** Keys of which a definition gives what differs from its parent, and not all. */
const MERGED_KEYS = ['enable', 'configuration'] as const;

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function merge(parent: RawDefinition, own: RawDefinition): RawDefinition {
  const both = MERGED_KEYS.filter((key) => isMapping(parent[key]) && isMapping(own[key]));
  const merged = both.map((key) => [key, Object.assign({}, parent[key], own[key])] as const);
  return { ...parent, ...own, ...Object.fromEntries(merged) };
}

/** A definition, and the platform made of it once that was needed. */
interface KnownPlatform {
  readonly file: PlatformFile;
  platform?: Platform;
}

/** Every platform Tom knows, under all its names. Talks to no device: both roles use it. */
@Injectable()
export class PlatformRegistry implements OnModuleInit {
  private readonly files = new Map<string, PlatformFile>();
  private readonly builtIn = new Map<string, PlatformFile>();
  /** What a definition takes the place of. */
  private readonly replaced = new Map<PlatformFile, PlatformFile>();
  private readonly byName = new Map<string, KnownPlatform>();

  constructor(private readonly options: PlatformRegistryOptions = {}) {}

  /**
   * Reads every definition. A platform is made of one when it is first asked for, but of those of plugins and the user at once,
   * so that a fault shows at the start. Rejects with `PlatformDefinitionError`.
   */
  async onModuleInit(): Promise<void> {
    const { platformDir, pluginPlatforms = [] } = this.options;
    const builtIn = await readPlatformFiles(BUILT_IN_DIRECTORY);
    for (const file of builtIn) this.builtIn.set(file.name, file);
    const ofPlugins = pluginPlatforms.map(({ name, plugin, definition }) =>
      platformOfDocument(`"${name}" of plugin "${plugin}"`, definition, name),
    );
    const own = platformDir === undefined ? [] : await readPlatformFiles(platformDir);
    for (const file of [...builtIn, ...ofPlugins, ...own]) this.put(file);
    const platforms = [...this.files.values()].filter(({ isAbstract }) => !isAbstract);
    for (const file of platforms) this.add({ file });
    for (const known of this.byName.values()) {
      if (this.builtIn.get(known.file.name) !== known.file) this.platformOf(known);
    }
  }

  /**
   * The platform of a driver name (a Netmiko or scrapli name, case does not count). Throws `UnknownDriverError`, which
   * names the nearest ones, or `TransportNotSupportedError`, and names the device when its name is given.
   */
  resolve(driver: string, deviceName?: string): Platform {
    const name = driver.toLowerCase();
    const platform = this.lookUp(name);
    if (platform !== undefined) return platform;
    const owner = deviceName === undefined ? '' : ` of device "${deviceName}"`;
    this.refuseSerial(name, `adapter_driver "${driver}"${owner}`);
    throw new UnknownDriverError(`adapter_driver "${driver}"${owner} is unknown${this.hint(driver)}`);
  }

  /** `; did you mean …?` for a driver name that is unknown; empty where none is near. */
  hint(driver: string): string {
    return didYouMean(driver, this.byName.keys());
  }

  /** Whether `resolve` has a platform for a driver name. */
  has(driver: string): boolean {
    return this.lookUp(driver.toLowerCase()) !== undefined;
  }

  /** Every platform once, by canonical name. */
  list(): Platform[] {
    const known = new Set(this.byName.values());
    return [...known].map((one) => this.platformOf(one)).sort((a, b) => a.name.localeCompare(b.name));
  }

  /** What tells the platforms apart, of those that have clues. */
  clues(): PlatformClues[] {
    const known = [...new Set(this.byName.values())];
    const all = known.map(({ file }) => ({ platform: file.name, clues: compileClues(file.content) }));
    return all.filter(({ clues }) => clues.length > 0);
  }

  private lookUp(name: string): Platform | undefined {
    return this.find(name) ?? this.find(name.replace(SSH_SUFFIX, '')) ?? this.findForTelnet(name);
  }

  private find(name: string): Platform | undefined {
    const known = this.byName.get(name);
    return known === undefined ? undefined : this.platformOf(known);
  }

  private findForTelnet(name: string): Platform | undefined {
    const platform = TELNET_SUFFIX.test(name) ? this.find(name.replace(TELNET_SUFFIX, '')) : undefined;
    return platform && overTelnet(platform);
  }

  private platformOf(known: KnownPlatform): Platform {
    known.platform ??= compilePlatform(known.file.path, this.merged(known.file));
    return known.platform;
  }

  private refuseSerial(name: string, culprit: string): void {
    const base = name.replace(SERIAL_SUFFIX, '');
    if (base === name || !this.byName.has(base)) return;
    throw new TransportNotSupportedError(
      `${culprit} asks for a serial line, which Tom does not have; use "${base}" for SSH or "${base}_telnet" for Telnet, ` +
        `for instance through a console server`,
    );
  }

  private put(file: PlatformFile): void {
    const other = this.files.get(file.name);
    if (other !== undefined) this.replaced.set(file, other);
    this.files.set(file.name, file);
  }

  private add(known: KnownPlatform): void {
    for (const name of known.file.names) {
      const other = this.byName.get(name);
      if (other !== undefined) {
        throw new PlatformDefinitionError(
          `platforms "${other.file.name}" and "${known.file.name}" both go by the name "${name}"`,
        );
      }
      this.byName.set(name, known);
    }
  }

  private merged(file: PlatformFile, heirs: readonly PlatformFile[] = []): RawDefinition {
    if (file.parent === undefined) return file.content;
    const chain = [...heirs, file];
    const parent = this.parentOf(file, file.parent);
    if (parent === undefined) {
      const hint = didYouMean(file.parent, this.files.keys());
      throw new PlatformDefinitionError(
        `platform definition ${file.path} extends "${file.parent}", which is unknown${hint}`,
      );
    }
    if (chain.includes(parent)) {
      throw new PlatformDefinitionError(
        `platform definition ${file.path} extends itself: ${[...chain, parent].map(({ name }) => name).join(' → ')}`,
      );
    }
    return merge(inherited(this.merged(parent, chain)), file.content);
  }

  /** Built-in definitions stand on built-in ones, whatever takes their place; others may extend what they replace. */
  private parentOf(file: PlatformFile, parent: string): PlatformFile | undefined {
    const isBuiltIn = this.builtIn.get(file.name) === file;
    const below = isBuiltIn ? this.builtIn.get(parent) : file.name === parent ? this.replaced.get(file) : undefined;
    return below ?? this.files.get(parent);
  }
}
