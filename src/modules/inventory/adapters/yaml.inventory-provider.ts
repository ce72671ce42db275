import { Logger } from '@nestjs/common';
import type { BeforeApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { errorMessage } from '../../../common/tom-error.js';
import { WatchedFile } from '../../../common/watched-file.js';
import { YamlSyntaxError } from '../../../common/yaml-document.js';
import { InventoryProvider } from '../inventory-provider.port.js';
import { InventoryUnavailableError } from '../inventory.errors.js';
import type { InventoryDevice } from '../inventory.types.js';
import { readYamlInventory, type YamlInventory } from './yaml.inventory-file.js';

/**
 * Devices from a YAML file. The file is read again when it changes. A text that cannot be read leaves the last good
 * version in force; a device with a fault keeps its last good entry, or answers with its fault when it never had one.
 */
export class YamlInventoryProvider extends InventoryProvider implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Inventory');
  private readonly file: WatchedFile;
  private devices: ReadonlyMap<string, InventoryDevice> | undefined;
  private faults: ReadonlyMap<string, string> = new Map();
  private unreadable = 'it was not read yet';

  /** @param path the inventory file, absolute or from the working directory */
  constructor(private readonly path: string) {
    super();
    this.file = new WatchedFile(path, {
      onText: (text) => this.load(text),
      onUnreadable: (error) => this.keepLastGood(errorMessage(error)),
    });
  }

  async onModuleInit(): Promise<void> {
    await this.file.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.file.stop();
  }

  override async getDevice(name: string): Promise<InventoryDevice | undefined> {
    const device = this.loaded().get(name);
    const fault = device === undefined ? this.faults.get(name) : undefined;
    if (fault !== undefined) throw new InventoryUnavailableError(`inventory file ${this.path}: ${fault}`);
    return device;
  }

  override async listDevices(): Promise<readonly InventoryDevice[]> {
    return [...this.loaded().values()];
  }

  private loaded(): ReadonlyMap<string, InventoryDevice> {
    if (this.devices === undefined) {
      throw new InventoryUnavailableError(`inventory file ${this.path} cannot be read: ${this.unreadable}`);
    }
    return this.devices;
  }

  private load(text: string): void {
    try {
      this.adopt(readYamlInventory(text));
    } catch (error) {
      if (!(error instanceof YamlSyntaxError)) throw error;
      this.keepLastGood(error.line === null ? error.message : `line ${error.line}: ${error.message}`);
    }
  }

  private adopt(inventory: YamlInventory): void {
    const devices = new Map(inventory.devices);
    for (const [name, fault] of inventory.faults) {
      const lastGood = this.devices?.get(name);
      if (lastGood !== undefined) devices.set(name, lastGood);
      this.logger.error(
        `${this.path}: ${fault}${lastGood === undefined ? '' : '; its last good entry stays in force'}`,
      );
    }
    for (const note of inventory.notes) this.logger.warn(`${this.path}: ${note}`);
    this.devices = devices;
    this.faults = inventory.faults;
    this.logger.log(`${devices.size} devices from ${this.path}`);
  }

  private keepLastGood(reason: string): void {
    this.unreadable = reason;
    const consequence =
      this.devices === undefined
        ? 'no device is known'
        : `the last good version (${this.devices.size} devices) stays in force`;
    this.logger.error(`${this.path} cannot be read: ${reason}; ${consequence}`);
  }
}
