import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { eventually } from '../../../../test/support/eventually.js';
import { TestInventory } from '../../../../test/support/inventory-of.js';
import { DeviceNotFoundError, InventoryUnavailableError } from '../inventory.errors.js';
import { YamlInventoryProvider } from './yaml.inventory-provider.js';

function entry(name: string, host: string): string {
  return `${name}: {host: ${host}, adapter: netmiko, adapter_driver: linux, credential_id: c}\n`;
}

function inventoryAt(path: string): TestInventory {
  return new TestInventory({ yaml: new YamlInventoryProvider(path) });
}

describe('YamlInventoryProvider', () => {
  let directory: string;
  let path: string;
  let inventory: TestInventory;
  let errors: jest.SpyInstance;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tom-inventory-'));
    path = join(directory, 'inventory.yml');
    errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
    inventory = inventoryAt(path);
  });

  afterEach(async () => {
    await inventory.stop();
    jest.restoreAllMocks();
    await rm(directory, { recursive: true });
  });

  async function start(text: string): Promise<void> {
    await writeFile(path, text);
    await inventory.start();
  }

  function hostOf(name: string): Promise<string | undefined> {
    return inventory.hostOf(name);
  }

  it('reads the file again when it changes', async () => {
    await start(entry('r1', 'old'));
    await writeFile(path, entry('r1', 'new'));
    await eventually(async () => (await hostOf('r1')) === 'new');
  });

  it('reads the file again when another one takes its place', async () => {
    await start(entry('r1', 'old'));
    await writeFile(`${path}.next`, entry('r1', 'new'));
    await rename(`${path}.next`, path);
    await eventually(async () => (await hostOf('r1')) === 'new');
  });

  it('keeps the last good version when the file becomes unreadable, and says where', async () => {
    await start(entry('r1', 'good'));
    await writeFile(path, 'r1: [\n');
    await eventually(() => errors.mock.calls.length > 0);
    expect(String(errors.mock.calls[0])).toMatch(/line 2.*the last good version \(1 devices\) stays in force/);
    expect(await hostOf('r1')).toBe('good');
  });

  it('keeps the last good entry of a device that gets a fault', async () => {
    await start(entry('r1', 'good'));
    // Not written in place: who reads it half written finds no r1 in it.
    await writeFile(`${path}.next`, `r1: {host: bad}\n${entry('r2', 'added')}`);
    await rename(`${path}.next`, path);
    await eventually(async () => (await hostOf('r2')) === 'added');
    expect(await hostOf('r1')).toBe('good');
  });

  it('answers for a device that never was right with its fault', async () => {
    await start('r1: {host: h}\n');
    await expect(inventory.service.getDevice('r1')).rejects.toThrow(/line 1: adapter must be netmiko or scrapli/);
  });

  it('says that the file cannot be read when it is not there, and takes it once it is', async () => {
    await inventory.start();
    await expect(inventory.service.getDevice('r1')).rejects.toThrow(InventoryUnavailableError);
    await writeFile(path, entry('r1', 'late'));
    await eventually(async () => {
      const host = await hostOf('r1').catch(() => undefined);
      return host === 'late';
    });
  });

  it('does not take a device for unknown while its file cannot be read', async () => {
    await start(entry('r1', 'good'));
    await expect(inventory.service.getDevice('r9')).rejects.toThrow(DeviceNotFoundError);
    await writeFile(path, 'r1: [\n');
    await eventually(() => inventory.service.statuses[0]?.problem !== null);
    await expect(inventory.service.getDevice('r8')).rejects.toThrow(InventoryUnavailableError);
  });

  it('reads a text of any size part by part, and names the line of a fault in it', async () => {
    const devices = Array.from({ length: 3_000 }, (_, at) => entry(`r${at}`, `h${at}`));
    await start(`${devices.join('')}bad: {host: h}\n`);
    expect(await hostOf('r2999')).toBe('h2999');
    expect(String(errors.mock.calls[0])).toMatch(/device "bad": line 3001: adapter must be/);
    await writeFile(path, `${devices.join('')}r5: {}\n`);
    await eventually(() =>
      inventory.service.statuses[0]?.problem?.includes('line 3001: the key "r5" stands there twice'),
    );
  });

  describe('of several files', () => {
    beforeEach(() => {
      inventory = inventoryAt(directory);
      path = join(directory, 'a.yml');
    });

    it('takes those of a directory, and new ones when they come', async () => {
      await writeFile(join(directory, '.hidden.yml'), entry('r0', 'hidden'));
      await writeFile(join(directory, 'notes.txt'), 'none');
      await start(entry('r1', 'one'));
      await writeFile(join(directory, 'b.yaml'), entry('r2', 'two'));
      await eventually(async () => (await hostOf('r2')) === 'two');
      expect(await hostOf('r1')).toBe('one');
      expect(await hostOf('r0')).toBeUndefined();
    });

    it('takes those that match a pattern', async () => {
      await mkdir(join(directory, 'sites/ams'), { recursive: true });
      await writeFile(join(directory, 'sites/ams/routers.yml'), entry('r1', 'ams'));
      await writeFile(join(directory, 'sites/ams/notes.md'), 'none');
      inventory = inventoryAt(join(directory, 'sites/**/*.yml'));
      await start('ignored: {}\n');
      expect([...inventory.service.records()].map(({ record }) => record.device.name)).toEqual(['r1']);
    });

    it('refuses a device that two files have, naming both', async () => {
      await writeFile(join(directory, 'b.yml'), entry('r1', 'two') + entry('r2', 'three'));
      await start(entry('r1', 'one'));
      await expect(inventory.service.getDevice('r1')).rejects.toThrow(/"r1" is in .*a\.yml and in .*b\.yml; keep one/);
      expect(await hostOf('r2')).toBe('three');
    });

    it('shares groups among them, and keeps defaults to a file', async () => {
      await writeFile(join(directory, 'b.yml'), '_groups: {core: {adapter_driver: cisco_xr, port: 2022}}\n');
      const r1 = 'r1: {host: h1, groups: core, adapter_options: {timeout_ops: 9}}';
      await start(
        `_defaults: {adapter: netmiko, adapter_driver: linux, credential_id: c, adapter_options: {keepalive: 5}}\n${r1}\nr2: {host: h2}\n`,
      );
      expect(await inventory.service.getDevice('r1')).toMatchObject({
        adapterDriver: 'cisco_xr',
        port: 2022,
        credentialId: 'c',
        adapterOptions: { keepalive: 5, timeout_ops: 9 },
      });
      expect(await inventory.service.getDevice('r2')).toMatchObject({ adapterDriver: 'linux', port: 22 });
    });

    it('names a group that there is not', async () => {
      await start('_groups: {core: {}}\nr1: {host: h, groups: [cor]}\n');
      await expect(inventory.service.getDevice('r1')).rejects.toThrow(
        /group "cor" is not in _groups; did you mean "core"/,
      );
    });
  });

  describe('with references to the environment', () => {
    afterEach(() => {
      delete process.env.SITE_DOMAIN;
    });

    it('puts in what the variables hold, or the default beside the name', async () => {
      process.env.SITE_DOMAIN = 'ams.example.net';
      await start(entry('r1', "'r1.${SITE_DOMAIN}'") + entry('r2', "'${NOT_SET_HERE:-fallback}'"));
      expect([await hostOf('r1'), await hostOf('r2')]).toEqual(['r1.ams.example.net', 'fallback']);
    });

    it('names variables that are not set, and refuses those of Tom', async () => {
      await start(entry('r1', "'${NOT_SET_HERE}'") + entry('r2', "'${TOM_REDIS_PASSWORD}'"));
      await expect(inventory.service.getDevice('r1')).rejects.toThrow(/environment variable NOT_SET_HERE is not set/);
      await expect(inventory.service.getDevice('r2')).rejects.toThrow(/TOM_REDIS_PASSWORD is a setting of Tom/);
    });
  });
});
