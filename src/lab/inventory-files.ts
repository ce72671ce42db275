import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { dump } from 'js-yaml';
import type { LabDevice } from './lab-device.js';
import { LabSettingsError } from './lab.errors.js';

const MARK = '# Written by the lab, and written again by its next run.';
const CREDENTIAL_ID = 'lab';

/** Where an inventory and its log-ins were written. */
export interface InventoryFiles {
  readonly inventory: string;
  readonly credentials: string;
}

async function write(path: string, content: Record<string, unknown>): Promise<void> {
  const present = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (present !== undefined && !present.startsWith(MARK)) {
    throw new LabSettingsError(`${path} exists and was not written by the lab; give --inventory another file`);
  }
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${MARK}\n${dump(content)}`, { mode: 0o600 });
}

/**
 * Writes the devices as an inventory for Tom, and their log-in as `creds.yml` beside it. All devices have the log-in of
 * the first one.
 * @throws LabSettingsError rather than overwrite a file of someone else
 */
export async function writeInventoryFiles(devices: readonly LabDevice[], file: string): Promise<InventoryFiles> {
  const inventory = resolve(file);
  const credentials = join(dirname(inventory), 'creds.yml');
  if (inventory === credentials)
    throw new LabSettingsError('creds.yml is where the log-ins go; give --inventory another file');
  const [first] = devices;
  if (first === undefined) return { inventory, credentials };
  const entries = devices.map(({ name, host, port, driver }) => {
    const entry = {
      host,
      port,
      adapter: 'netmiko',
      adapter_driver: driver,
      adapter_options: {},
      credential_id: CREDENTIAL_ID,
    };
    return [name, entry] as const;
  });
  const { username, password, enableSecret } = first;
  const login = enableSecret === undefined ? { username, password } : { username, password, secret: enableSecret };
  await write(credentials, { [CREDENTIAL_ID]: login });
  await write(inventory, Object.fromEntries(entries));
  return { inventory, credentials };
}
