import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A device as an inventory file spells it; what is left out is the loopback, `netmiko` and the credential `lab`. */
export interface TestDevice {
  readonly host?: string;
  readonly port: number;
  readonly adapter?: 'netmiko' | 'scrapli';
  readonly adapter_driver: string;
  readonly adapter_options?: Record<string, unknown>;
  readonly credential_id?: string;
}

export interface TestCredential {
  readonly username: string;
  readonly password: string;
  /** The enable secret. */
  readonly secret?: string;
}

/** A working directory of Tom's with an inventory and a credential file. */
export class TomFiles {
  private constructor(readonly directory: string) {}

  static async create(
    devices: Readonly<Record<string, TestDevice>>,
    credentials: Readonly<Record<string, TestCredential>>,
  ): Promise<TomFiles> {
    const files = new TomFiles(await mkdtemp(join(tmpdir(), 'tom-files-')));
    await files.writeInventory(devices);
    await writeFile(files.credentialFile, JSON.stringify(credentials), { mode: 0o600 });
    return files;
  }

  get inventoryFile(): string {
    return join(this.directory, 'inventory.yml');
  }

  get credentialFile(): string {
    return join(this.directory, 'creds.yml');
  }

  /** Settings that name both files. */
  get settings(): Record<string, string> {
    return { plugin_yaml_inventory_file: this.inventoryFile, ...this.credentialSettings };
  }

  /** Those for a worker of its own. */
  get credentialSettings(): Record<string, string> {
    return { credential_plugin: 'yaml', plugin_yaml_credential_file: this.credentialFile };
  }

  async writeInventory(devices: Readonly<Record<string, TestDevice>>): Promise<void> {
    const complete = Object.entries(devices).map(([name, device]) => [
      name,
      { host: '127.0.0.1', adapter: 'netmiko', credential_id: 'lab', ...device },
    ]);
    await writeFile(this.inventoryFile, JSON.stringify(Object.fromEntries(complete)));
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}
