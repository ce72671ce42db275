import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { eventually } from '../../../../test/support/eventually.js';
import { InventoryUnavailableError } from '../inventory.errors.js';
import { YamlInventoryProvider } from './yaml.inventory-provider.js';

function entry(name: string, host: string): string {
  return `${name}: {host: ${host}, adapter: netmiko, adapter_driver: linux, credential_id: c}\n`;
}

describe('YamlInventoryProvider', () => {
  let directory: string;
  let path: string;
  let provider: YamlInventoryProvider;
  let errors: jest.SpyInstance;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tom-inventory-'));
    path = join(directory, 'inventory.yml');
    errors = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    jest.spyOn(Logger.prototype, 'log').mockImplementation(() => undefined);
    provider = new YamlInventoryProvider(path);
  });

  afterEach(async () => {
    await provider.beforeApplicationShutdown();
    jest.restoreAllMocks();
    await rm(directory, { recursive: true });
  });

  async function start(text: string): Promise<void> {
    await writeFile(path, text);
    await provider.onModuleInit();
  }

  async function hostOf(name: string): Promise<string | undefined> {
    return (await provider.getDevice(name))?.host;
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
    await writeFile(path, `r1: {host: bad}\n${entry('r2', 'added')}`);
    await eventually(async () => (await hostOf('r2')) === 'added');
    expect(await hostOf('r1')).toBe('good');
  });

  it('answers for a device that never was right with its fault', async () => {
    await start('r1: {host: h}\n');
    await expect(provider.getDevice('r1')).rejects.toThrow(/line 1: adapter must be netmiko or scrapli/);
  });

  it('says that the file cannot be read when it is not there, and takes it once it is', async () => {
    await provider.onModuleInit();
    await expect(provider.getDevice('r1')).rejects.toThrow(InventoryUnavailableError);
    await writeFile(path, entry('r1', 'late'));
    await eventually(async () => {
      const host = await hostOf('r1').catch(() => undefined);
      return host === 'late';
    });
  });
});
