import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ACME_RECORDS, acmeSwitch } from '../support/acme-switch.js';
import { CmdbServer } from '../support/cmdb-server.js';
import { installExample } from '../support/example-package.js';
import { SafeServer } from '../support/safe-server.js';
import { SshServer } from '../support/ssh-server.js';
import { eventually } from '../support/eventually.js';
import { TomFiles } from '../support/tom-files.js';
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

describe('a package from outside for devices of its own', () => {
  let device: SshServer;
  let files: TomFiles;
  let tom: TomProcess;

  beforeAll(async () => {
    device = await SshServer.start({ shell: acmeSwitch });
    files = await TomFiles.create(
      { sw1: { port: device.port, adapter_driver: 'acme_os' } },
      { lab: { username: 'ann', password: 'secret', secret: 'adm1n' } },
    );
    await installExample('tom-acme-os', files.directory);
    tom = await TomProcess.controller({
      cwd: files.directory,
      settings: { plugins: '@acme/tom-acme-os', ...files.settings },
    });
  });

  afterAll(async () => {
    await tom.stop();
    await device.stop();
    await files.remove();
  });

  it('is a platform: its prompts, its paging, its rights, its refusals', async () => {
    const { json } = await tom.client.post('/api/device/sw1/send_commands', {
      commands: ['show modules', 'show level | json', 'show nothing'],
      enable: true,
      wait: true,
    });
    expect(json).toMatchObject({
      status: 'COMPLETE',
      result: {
        data: {
          'show modules': ACME_RECORDS.text,
          'show level | json': '{"level": "admin"}',
          'show nothing': '!! no such command: show nothing',
        },
      },
    });
    expect(JSON.stringify(json)).toContain('rejected');
  });

  it('is a parser, for requests, for single commands, for jobs and for texts', async () => {
    const { client } = tom;
    const one = await client.send('sw1', 'show modules', { parse: true, parser: 'acme' });
    const _metadata = { template_source: 'plugin', template_name: 'acme_os_show_modules' };
    expect(one.json.result?.data).toEqual({ 'show modules': { parsed: ACME_RECORDS.parsed, _metadata } });
    const some = await client.post('/api/device/sw1/send_commands', {
      commands: [{ command: 'show level | json', parse: true, parser: 'acme' }, 'show modules'],
      wait: true,
    });
    expect(JSON.stringify(some.json)).toContain('"parsed":[{"level":"operator"}]');
    const later = await client.get(`/api/job/${one.json.job_id}?parse=true&parser=acme`);
    expect(JSON.stringify(later.json)).toContain('"memory_bytes":67108864');
    const text = { raw_output: ACME_RECORDS.text, parser: 'acme', template: 'acme_os_show_modules' };
    expect((await client.post('/api/parse/test', text)).json).toMatchObject({ parsed: ACME_RECORDS.parsed });
  });

  it('is in the lists of the API and in its description', async () => {
    const { client } = tom;
    expect((await client.get('/api/templates/acme')).json).toEqual({
      plugin: ['acme_os_json', 'acme_os_show_modules'],
    });
    const match = await client.get('/api/templates/match?device=sw1&command=sh%20mod&parser=acme');
    expect(match.json).toMatchObject({
      matches: [{ template_name: 'acme_os_show_modules', source: 'plugin', parser: 'acme' }],
    });
    expect((await client.get('/api/templates/acme/acme_os_show_modules')).json).toMatchObject({
      content: 'Modules with their slots, states and memory',
    });
    expect((await client.get('/openapi.json')).text).toContain('"enum":["textfsm","ttp","acme"]');
  });

  it.each([
    ['post', '/api/templates/acme', { name: 'x', content: 'y' }, 400],
    ['delete', '/api/templates/acme/acme_os_json', undefined, 400],
    ['post', '/api/device/sw1/send_command', { command: 'show x', parse: true, parser: 'acne' }, 422],
    ['post', '/api/device/sw1/send_command', { command: 'show x', parse: true, parser: 'acme' }, 404],
    ['get', '/api/job/x?parser=acne', undefined, 422],
  ] as const)(
    'has what it cannot do refused before a device is asked: %s %s %j',
    async (method, path, body, status) => {
      const { client } = tom;
      const logins = device.logins;
      const answer = await (method === 'post' ? client.post(path, body) : client[method](path));
      expect(answer.status).toBe(status);
      expect(device.logins).toBe(logins);
    },
  );
});
