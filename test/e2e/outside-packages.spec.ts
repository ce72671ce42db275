import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CmdbServer } from '../support/cmdb-server.js';
import { installExample } from '../support/example-package.js';
import { SafeServer } from '../support/safe-server.js';
import { eventually } from '../support/eventually.js';
import { TomProcess } from '../support/tom-process.js';

describe('a package from outside', () => {
  let directory: string;
  let server: CmdbServer;
  let tom: TomProcess | undefined;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tom-outside-'));
    await installExample('tom-cmdb', directory);
    server = new CmdbServer(['r1', 'r2', 'r3']);
    await server.start();
  });

  afterEach(() => tom?.stop());

  afterAll(async () => {
    await server.stop();
    await rm(directory, { recursive: true });
  });

  function start(settings: Readonly<Record<string, unknown>>): Promise<TomProcess> {
    return TomProcess.controller({
      cwd: directory,
      settings: { plugins: '@acme/tom-cmdb', inventory_type: 'cmdb', plugin_cmdb_token: 'pl4nted-t0ken', ...settings },
    });
  }

  it('is an inventory like those of Tom', async () => {
    tom = await start({ plugin_cmdb_url: server.url, plugin_cmdb_credential: 'lab', plugin_cmdb_timeuot: 5 });
    const { client } = tom;
    expect(Object.keys((await client.get('/api/inventory/export')).json)).toEqual(['r1', 'r2', 'r3']);
    const { json, headers } = await client.get('/api/inventory/r2');
    expect(json).toMatchObject({ host: '10.3.0.2', adapter_driver: 'cisco_ios', port: 22, credential_id: 'lab' });
    expect(headers.get('tom-inventory-source')).toBe('cmdb');
    expect((await client.get('/api/inventory/export/raw?hostname=3$')).json).toEqual([
      { hostname: 'r3', mgmt_ip: '10.3.0.3', os: 'cisco_ios', site: 'ams' },
    ]);
    expect(tom.log).toContain(
      'unknown setting \\"plugin_cmdb_timeuot\\" is ignored; did you mean \\"plugin_cmdb_timeout\\"',
    );
    expect(tom.log).not.toContain('pl4nted-t0ken');
  });

  it('is a credential store, in the worker alone', async () => {
    const safe = new SafeServer({ lab: { username: 'ann', password: 'pl4nted-p4ssword' } });
    await safe.start();
    const file = join(directory, 'tom.yaml');
    const settings = { credential_plugin: 'safe', plugin_safe_url: safe.url, plugin_safe_token: 'pl4nted-t0ken' };
    await writeFile(file, JSON.stringify(settings));
    try {
      tom = await start({ plugin_cmdb_url: server.url });
      expect((await tom.client.get('/api/credentials')).json).toMatchObject({ credentials: ['lab'] });
      expect(tom.log).not.toContain('pl4nted');
    } finally {
      await safe.stop();
      await rm(file);
    }
  });

  it('fails as a source does, with its own errors', async () => {
    tom = await start({ plugin_cmdb_url: 'http://127.0.0.1:1' });
    const { client } = tom;
    await eventually(async () => (await client.get('/ready')).status === 503);
    const { status, json } = await client.get('/api/inventory/r1');
    expect([status, json.detail]).toEqual([
      503,
      expect.stringContaining('the CMDB at http://127.0.0.1:1 cannot be asked'),
    ]);
  });

  it.each([
    [{}, 'plugin_cmdb_url must be set'],
    [{ plugin_cmdb_url: 'x', plugin_cmdb_timeout: 90 }, /plugin_cmdb_timeout is .*90.*must not be greater than/],
    [{ plugin_cmdb_url: 'x', inventory_type: 'cmbd' }, 'no inventory source \\"cmbd\\"; did you mean \\"cmdb\\"?'],
  ])('has its settings checked as those of Tom are: %j', async (settings, words) => {
    await expect(start(settings)).rejects.toThrow(words);
  });
});
