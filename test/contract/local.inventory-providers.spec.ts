import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CmdbInventoryProvider } from '../../examples/tom-cmdb/src/cmdb-inventory.js';
import { Secret } from '../../src/common/secret.js';
import { YamlInventoryProvider } from '../../src/modules/inventory/adapters/yaml.inventory-provider.js';
import { inventoryProviderContract } from '../../src/plugin-api/testing/inventory-provider.contract.js';
import { CmdbServer } from '../support/cmdb-server.js';
import { refusesWith } from '../support/source-server.js';

const NAMES = ['r1', 'R2', 'sw3'];

describe('YAML', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tom-contract-'));
  const file = join(directory, 'inventory.yml');
  const provider = new YamlInventoryProvider(file);

  beforeAll(() => {
    const entries = NAMES.map(
      (name) => `${name}: {host: h, adapter: netmiko, adapter_driver: linux, credential_id: c}\n`,
    );
    writeFileSync(file, entries.join(''));
  });

  afterAll(() => rmSync(directory, { recursive: true }));

  const checks = inventoryProviderContract({
    provider: () => provider,
    names: NAMES,
    breakSource: async () => {
      renameSync(file, `${file}.gone`);
      await provider
        .list(new AbortController().signal)
        .next()
        .catch(() => undefined);
    },
    mendSource: () => renameSync(`${file}.gone`, file),
  });
  it.each(checks)('$name', ({ run }) => run());
});

describe('the CMDB of the example package', () => {
  const server = new CmdbServer(NAMES);
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  const checks = inventoryProviderContract({
    provider: () =>
      new CmdbInventoryProvider({
        url: server.url,
        token: new Secret('pl4nted-t0ken'),
        timeout: 5_000,
        credential: 'lab',
      }),
    names: NAMES,
    breakSource: () => void (server.fault = refusesWith(500)),
    mendSource: () => void (server.fault = undefined),
  });
  it.each(checks)('$name', ({ run }) => run());
});
