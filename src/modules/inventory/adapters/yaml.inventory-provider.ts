import { readFile } from 'node:fs/promises';
import { Logger } from '@nestjs/common';
import { PathWatcher } from '../../../common/path-watcher.js';
import { errorMessage } from '../../../common/tom-error.js';
import { YamlSyntaxError, type YamlMapping } from '../../../common/yaml-document.js';
import { parseYamlParts } from '../../../common/yaml-parts.js';
import { FaultLog } from '../index/fault-log.js';
import { InventoryProvider } from '../inventory-provider.port.js';
import { InventoryUnavailableError } from '../inventory.errors.js';
import type { InventoryDevice, InventoryItem, InventoryRecord } from '../inventory.types.js';
import type { YamlEntry } from './yaml.entry-scope.js';
import { groupsOf, readParts } from './yaml.inventory-file.js';
import { filesAt, placeOf, type FilePlace } from './yaml.inventory-files.js';

interface ParsedFile {
  readonly path: string;
  readonly parts: readonly YamlMapping[];
}

function recordOf(device: InventoryDevice): InventoryRecord {
  const { name, host, adapter, adapterDriver, adapterOptions, port, credentialId } = device;
  const fields = {
    Caption: name,
    host,
    adapter,
    adapter_driver: adapterDriver,
    adapter_options: adapterOptions,
    port,
    credential_id: credentialId,
  };
  return { device, fields };
}

/** Devices from YAML files: one file, those of a directory, or those that match a pattern. They are read again when they change. */
export class YamlInventoryProvider extends InventoryProvider {
  override readonly isLocal = true;
  override readonly fields = {
    Caption: 'Name of the device',
    host: 'Host name or address',
    adapter: 'netmiko or scrapli',
    adapter_driver: 'Driver name',
    port: 'TCP port',
    credential_id: 'Id of the log-in in the credential store',
  };

  private readonly place: FilePlace;
  private readonly notes = new FaultLog('inventory', new Logger('Inventory'), 'warn');
  private watcher: PathWatcher | undefined;
  /** What was read last: what single devices are answered from. */
  private items: Map<string, InventoryItem> | undefined;
  private failure: InventoryUnavailableError | undefined;

  /** @param path file, directory or pattern, absolute or from the working directory */
  constructor(private readonly path: string) {
    super();
    this.place = placeOf(path);
  }

  override get identity(): string {
    return this.path;
  }

  override async *list(signal: AbortSignal): AsyncGenerator<readonly InventoryItem[], void> {
    const items = new Map<string, InventoryItem>();
    try {
      const files = await this.parseFiles();
      for (const page of this.read(files)) {
        signal.throwIfAborted();
        for (const item of page) items.set(nameOf(item), item);
        yield page;
        await new Promise((resolve) => setImmediate(resolve));
      }
    } catch (error) {
      this.failure = this.unavailable(error);
      throw this.failure;
    }
    this.failure = undefined;
    this.items = items;
  }

  override async find(name: string, signal: AbortSignal): Promise<InventoryItem | undefined> {
    if (this.items === undefined && this.failure === undefined) {
      const pages = this.list(signal);
      while ((await pages.next()).done !== true) continue;
    }
    if (this.failure !== undefined) throw this.failure;
    return this.items?.get(name);
  }

  override async watch(onChange: () => void): Promise<void> {
    this.watcher = new PathWatcher(this.place.base, onChange);
    await this.watcher.start();
  }

  override async close(): Promise<void> {
    await this.watcher?.stop();
  }

  private async parseFiles(): Promise<ParsedFile[]> {
    const paths = await filesAt(this.place);
    const files: ParsedFile[] = [];
    for (const path of paths) {
      try {
        files.push({ path, parts: await parseYamlParts(await readFile(path, 'utf8')) });
      } catch (error) {
        throw error instanceof YamlSyntaxError ? this.unreadable(path, error) : error;
      }
    }
    return files;
  }

  private *read(files: readonly ParsedFile[]): Iterable<readonly InventoryItem[]> {
    const groups = this.sharedGroups(files);
    const owners = new Map<string, string>();
    const notes: string[] = [];
    for (const { path, parts } of files) {
      for (const { devices, faults, notes: ofPart } of this.partsOf(path, parts, groups)) {
        notes.push(...ofPart.map((note) => `${path}: ${note}`));
        const items: InventoryItem[] = [
          ...[...faults].map(([name, fault]) => ({ name, fault: `${path}: ${fault}` })),
          ...[...devices.values()].map(recordOf),
        ];
        yield items.map((item) => this.unlessOwned(item, path, owners));
      }
    }
    this.notes.report(notes);
  }

  private *partsOf(path: string, parts: readonly YamlMapping[], groups: ReadonlyMap<string, YamlEntry>) {
    try {
      yield* readParts(parts, groups);
    } catch (error) {
      throw error instanceof YamlSyntaxError ? this.unreadable(path, error) : error;
    }
  }

  private sharedGroups(files: readonly ParsedFile[]): ReadonlyMap<string, YamlEntry> {
    const groups = new Map<string, YamlEntry>();
    for (const { path, parts } of files) {
      for (const [name, group] of groupsOf(parts)) {
        if (groups.has(name)) throw new InventoryUnavailableError(`${path}: group "${name}" is in another file too`);
        groups.set(name, group);
      }
    }
    return groups;
  }

  /** A device in two files is a fault: to choose one would be to guess. */
  private unlessOwned(item: InventoryItem, path: string, owners: Map<string, string>): InventoryItem {
    const name = nameOf(item);
    const owner = owners.get(name);
    owners.set(name, path);
    return owner === undefined
      ? item
      : { name, fault: `device "${name}" is in ${owner} and in ${path}; keep one of them` };
  }

  private unreadable(path: string, { line, message }: YamlSyntaxError): InventoryUnavailableError {
    return new InventoryUnavailableError(`${path}: ${line === null ? '' : `line ${line}: `}${message}`);
  }

  private unavailable(error: unknown): InventoryUnavailableError {
    if (error instanceof InventoryUnavailableError) return error;
    return new InventoryUnavailableError(`inventory file ${this.path} cannot be read: ${errorMessage(error)}`, {
      cause: error,
    });
  }
}

function nameOf(item: InventoryItem): string {
  return 'fault' in item ? (item.name ?? '') : item.device.name;
}
