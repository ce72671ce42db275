import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { writeInventoryFiles } from './inventory-files.js';
import { Lab } from './lab.js';

describe('writeInventoryFiles', () => {
  let directory: string;
  let lab: Lab;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lab-'));
    lab = await Lab.start({ devices: [{ name: 'r1', platform: 'cisco_ios', password: 'pw', enableSecret: 'en' }] });
  });
  afterEach(async () => {
    await lab.stop();
    await rm(directory, { recursive: true });
  });

  it('writes the devices and their log-in, the latter for the owner alone, and again over its own files', async () => {
    const file = join(directory, 'new', 'inventory.yml');
    await writeInventoryFiles(lab.devices, file);
    const { inventory, credentials } = await writeInventoryFiles(lab.devices, file);
    expect(load(await readFile(inventory, 'utf8'))).toEqual({
      r1: {
        host: '127.0.0.1',
        port: lab.device('r1').port,
        adapter: 'netmiko',
        adapter_driver: 'cisco_ios',
        adapter_options: {},
        credential_id: 'lab',
      },
    });
    expect(load(await readFile(credentials, 'utf8'))).toEqual({
      lab: { username: 'lab', password: 'pw', secret: 'en' },
    });
    expect((await stat(credentials)).mode & 0o077).toBe(0);
  });

  it('leaves the files of others alone', async () => {
    const file = join(directory, 'inventory.yml');
    await writeFile(file, 'r9: {host: 10.0.0.9}\n');
    await expect(writeInventoryFiles(lab.devices, file)).rejects.toThrow('was not written by the lab');
    expect(await readFile(file, 'utf8')).toBe('r9: {host: 10.0.0.9}\n');
  });
});
