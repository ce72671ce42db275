import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Lab } from '../../src/lab/lab.js';
import { EventStream } from '../support/event-stream.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';
import { heapOf, leaksOf, RedisWatch } from '../support/secret-search.js';
import { TomClient, type Answer } from '../support/tom-client.js';
import { TomFiles, type TestDevice } from '../support/tom-files.js';
import { TomProcess } from '../support/tom-process.js';
import { VaultServer } from '../support/vault-server.js';

/** A secret that occurs nowhere else. */
const plant = (name: string): string => `pl4nted-${name}-9Qx7`;

const STORED = {
  password: plant('stored'),
  wrong: plant('stored-wr0ng'),
  enable: plant('enable'),
  passphrase: plant('passphrase'),
  answer: plant('answer'),
  outer: plant('outer'),
};
const INLINE = {
  wrong: plant('inline-wr0ng'),
  enable: plant('inline-enable'),
  slow: plant('inline-slow'),
  killed: plant('inline-killed'),
  aborted: plant('inline-aborted'),
  invalid: plant('inline-invalid'),
  broken: plant('inline-broken'),
  query: plant('query'),
};
/** What the lab's routers show in their configuration. */
const SHOWN = ['6dXvNqTqLb1lAa', 'pVx1mT0bWb3jDq', 'removed.from.this.transcript'];
const API_KEY = plant('api-key');
const REDIS_PASSWORD = plant('redis');

/** An encrypted key; gives a line out of its middle to look for. */
function encryptedKey(passphrase: string): { key: string; line: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tom-leak-key-'));
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', join(folder, 'id')]);
  const key = readFileSync(join(folder, 'id'), 'utf8');
  rmSync(folder, { recursive: true });
  return { key, line: key.split('\n')[3] ?? '' };
}

describeWith(['redis-server', 'ssh-keygen'], 'a secret', () => {
  const answers: string[] = [];
  const logs: (() => string)[] = [];
  let lab: Lab;
  let redis: RedisServer;
  let watch: RedisWatch;
  let vault: VaultServer;
  let files: TomFiles;
  let controller: TomProcess;
  let client: TomClient;
  let during = '';
  let monitorPort: number;
  let secretsOfStore: string[];

  const kept = async (asking: Promise<Answer>): Promise<Answer> => {
    const answer = await asking;
    answers.push(`${JSON.stringify([...answer.headers])} ${answer.text}`);
    return answer;
  };
  const get = (path: string) => kept(client.get(path));
  const send = (device: string, more: Record<string, unknown> = {}) =>
    kept(client.send(device, 'show version', { timeout: 20, ...more }));
  const raw = (device: string, password: string, more: Record<string, unknown> = {}) =>
    kept(
      client.post('/api/raw/send_netmiko_command', {
        host: '127.0.0.1',
        port: lab.device(device).port,
        device_type: 'cisco_ios',
        command: 'show version',
        username: 'admin',
        password,
        wait: true,
        ...more,
      }),
    );

  const processOptions = (settings: Record<string, unknown>) => ({
    cwd: files.directory,
    settings: {
      redis_host: '127.0.0.1',
      redis_port: redis.port,
      redis_password: REDIS_PASSWORD,
      log_level: 'debug',
      log_format: 'json',
      ...settings,
    },
  });

  async function startWorker(): Promise<TomProcess> {
    const worker = await TomProcess.worker(
      processOptions({
        plugin_vault_url: vault.url,
        plugin_vault_role_id: vault.roleId,
        plugin_vault_secret_id: vault.secretId,
        plugin_vault_timeout: 10,
        mask_secrets: 'always',
        monitor_port: monitorPort,
      }),
    );
    logs.push(() => worker.log);
    return worker;
  }

  beforeAll(async () => {
    const device = { platform: 'cisco_ios', username: 'admin', enableSecret: STORED.enable };
    lab = await Lab.start({
      devices: ['r1', 'r2', 'r3', 'r4'].map((name) => ({ name, ...device, password: STORED.password })),
    });
    redis = await RedisServer.start({ args: ['--requirepass', REDIS_PASSWORD] });
    watch = await RedisWatch.start(redis.port, REDIS_PASSWORD);
    vault = await VaultServer.start();
    monitorPort = await freePort();
    const { key, line } = encryptedKey(STORED.passphrase);
    const whole = { username: 'admin', password: STORED.password, secret: STORED.enable };
    vault.put('credentials/whole', whole);
    vault.put('credentials/keyed', {
      ...whole,
      private_key: key,
      passphrase: STORED.passphrase,
      answers: { code: STORED.answer },
    });
    vault.put('credentials/wrong', { username: 'admin', password: STORED.wrong });
    vault.put('credentials/outer', { ...whole, platforms: { cisco_ios: { ssh_password: STORED.outer } } });
    vault.put('credentials/half', { password: STORED.password });
    vault.put('credentials/bad-key', { username: 'admin', private_key: key, passphrase: STORED.wrong });
    vault.put('credentials/denied', whole);
    vault.denied.add('secret/data/credentials/denied');
    secretsOfStore = [...Object.values(STORED), ...SHOWN, line, vault.secretId, 'hvs.pl4nted'];
    const entry = (name: string, id: string, of: string): [string, TestDevice] => [
      name,
      {
        port: lab.device(of).port,
        adapter_driver: 'cisco_ios',
        credential_id: id,
        adapter_options: { auth_timeout: 10 },
      },
    ];
    const ids = ['whole', 'keyed', 'wrong', 'outer', 'half', 'bad-key', 'denied', 'none'];
    files = await TomFiles.create(
      Object.fromEntries([...ids.map((id) => entry(id, id, 'r1')), entry('silent', 'whole', 'r2')]),
      {},
    );
    controller = await TomProcess.controller({
      ...processOptions({
        plugin_yaml_inventory_file: files.inventoryFile,
        allow_inline_credentials: true,
        auth_mode: 'api_key',
        api_keys: `${API_KEY}:admin`,
      }),
      nodeOptions: ['--heapsnapshot-signal=SIGUSR2'],
    });
    logs.push(() => controller.log);
    client = new TomClient(controller.client.base, { 'X-API-Key': API_KEY });
  });

  afterAll(async () => {
    watch.stop();
    await controller.stop();
    await redis.remove();
    await vault.stop();
    await files.remove();
    await lab.stop();
  });

  it('is used in success, refusal, time-out, crash and every error on the way', async () => {
    const doomed = await startWorker();
    expect((await send('whole', { enable: true })).json.status).toBe('COMPLETE');
    expect((await send('keyed')).json.status).toBe('COMPLETE');
    for (const device of ['wrong', 'outer', 'half', 'bad-key', 'denied', 'none']) {
      expect((await send(device)).json).toMatchObject({ status: 'FAILED', error: expect.any(String) });
    }
    const running = { command: 'show running-config', enable: true, use_cache: true, timeout: 20 };
    // Who follows a job that has ended sees no output any more: this one begins once it is followed.
    doomed.child.kill('SIGSTOP');
    const queued = await kept(client.post('/api/device/whole/send_command', running));
    const followed = new EventStream(`${client.base}/api/job/${queued.json.job_id}/events`, { 'X-API-Key': API_KEY });
    await followed.status;
    doomed.child.kill('SIGCONT');
    await followed.ended;
    answers.push(JSON.stringify(followed.events));
    expect(answers.at(-1)).toContain('enable secret 9 <masked>');
    const again = await kept(client.post('/api/device/whole/send_command', { ...running, wait: true }));
    expect(again.text).toContain('enable secret 9 <masked>');
    await lab.device('r2').setFaults({ dropAfterBytes: 900 });
    const broken = { ...running, wait: true, use_cache: false };
    expect((await kept(client.post('/api/device/silent/send_command', broken))).json.status).toBe('FAILED');
    const right = await raw('r3', STORED.password, { enable: true, secret: INLINE.enable });
    expect(right.json.error_stage).toBe('privilege');
    expect((await raw('r3', INLINE.wrong)).json.error_type).toBe('auth');

    await lab.device('r2').setFaults({ neverAnswer: 'command' });
    const late = { commands: ['show version'], wait: true, timeout: 1, retries: 1 };
    expect((await kept(client.post('/api/device/silent/send_commands', late))).json.error_type).toBe('timeout');
    await lab.device('r4').setFaults({ neverAnswer: 'login' });
    const slow = await raw('r4', INLINE.slow, { wait: false });
    const aborted = await raw('r4', INLINE.aborted, { wait: false });
    await eventually(() => lab.device('r4').log.connections > 0);
    during = await watch.contents();
    await kept(client.delete(`/api/job/${aborted.json.job_id}`));
    await kept(client.delete(`/api/job/${slow.json.job_id}`));

    const killed = await raw('r4', INLINE.killed, { wait: false, retries: 1 });
    await eventually(async () => (await get(`/api/job/${killed.json.job_id}`)).json.status === 'ACTIVE');
    await doomed.stop('SIGKILL');
    await lab.device('r4').setFaults({});
    const worker = await startWorker();
    for (const { json } of [slow, aborted, killed]) {
      await eventually(async () => /COMPLETE|FAILED|ABORTED/.test((await get(`/api/job/${json.job_id}`)).json.status));
    }
    vault.fault = 503;
    expect((await send('denied')).json.error).toContain('credential store unreachable');
    vault.fault = undefined;
    await kept(new TomClient(`http://127.0.0.1:${monitorPort}`).get('/metrics'));
    await worker.stop();
  }, 180_000);

  it('is sent in requests that are refused', async () => {
    const { status } = await raw('r1', INLINE.invalid, { command: undefined, port: 'x' });
    expect(status).toBe(422);
    await kept(client.post('/api/raw/send_netmiko_command', { password: { nested: INLINE.invalid } }));
    await kept(client.post('/api/raw/send_netmiko_command', { passwrod: INLINE.invalid, host: 'r1' }));
    await kept(client.post('/api/raw/send_netmiko_command', `{"password": "${INLINE.broken}", `));
    await kept(client.post('/api/device/whole/send_command', { command: 'x', password: INLINE.invalid }));
    await get(`/api/jobs?password=${INLINE.query}&limit=x`);
    await get(`/api/nowhere?token=${INLINE.query}`);
    await kept(new TomClient(client.base, { 'X-API-Key': INLINE.query }).get('/api/jobs'));
  });

  it('is in no answer, whatever is asked for', async () => {
    for (const path of [
      '/api/jobs?limit=200',
      '/api/credentials?timeout=1',
      '/api/inventory/export',
      '/api/inventory/export/raw',
      '/api/monitoring/parked',
      '/api/monitoring/workers',
      '/api/monitoring/failed_commands',
      '/api/metrics',
      '/api/cache',
      '/api/audit?limit=1000',
      '/api/host_keys',
      '/ready',
      '/openapi.json',
    ]) {
      await get(path);
    }
    const everything = [...secretsOfStore, ...Object.values(INLINE), API_KEY, REDIS_PASSWORD];
    expect(leaksOf(everything, { answers: answers.join('\n') })).toEqual([]);
  });

  it('is in no line of the logs', () => {
    const text = logs.map((log) => log()).join('\n');
    expect(text).toContain('"level"');
    expect(leaksOf([...secretsOfStore, ...Object.values(INLINE), API_KEY, REDIS_PASSWORD], { logs: text })).toEqual([]);
  });

  it('is in Redis neither during nor after a job, sealed values aside, and those are gone', async () => {
    const after = await watch.contents();
    const secrets = [...secretsOfStore, ...Object.values(INLINE), API_KEY];
    expect(during).toContain('ciphertext');
    expect(leaksOf(secrets, { during, after, commands: watch.commands })).toEqual([]);
    expect(after).not.toContain('ciphertext');
  });

  it('is not in the heap of the controller once its request has ended', async () => {
    const heap = await heapOf(controller.child.pid ?? 0, files.directory);
    expect(heap).toContain('send_command');
    expect(leaksOf(secretsOfStore, { heap })).toEqual([]);
    expect(leaksOf(Object.values(INLINE), { heap })).toEqual([]);
  }, 120_000);
});
