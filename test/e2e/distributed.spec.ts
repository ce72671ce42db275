import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Lab } from '../../src/lab/lab.js';
import { EventStream } from '../support/event-stream.js';
import { eventually } from '../support/eventually.js';
import { dumpRedis } from '../support/redis-dump.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';
import { TomFiles, type TestDevice } from '../support/tom-files.js';
import { TomProcess } from '../support/tom-process.js';

const LOGIN = { username: 'admin', password: 'pl4nted-st0red' };
const INLINE = { username: 'admin', password: LOGIN.password };
const DEVICE_COUNT = 20;
/** Devices with a credential of their own. */
const UNTRIED = ['r7', 'r8'];

/** A credential store that takes long to say how it is. */
const SLOW_STORE = `import { credentialOf } from 'tom-broker/plugin-api';
const store = {
  start: async () => undefined,
  stop: async () => undefined,
  listIds: async () => ['lab'],
  get: async (id) => credentialOf(id, ${JSON.stringify(LOGIN)}, 'the slow store'),
  check: () => new Promise(() => undefined),
  forget: () => undefined,
};
export default { apiVersion: 1, credentials: { slow: { settings: {}, create: () => store } } };
`;

describeWith(['redis-server'], 'controller and workers around Redis', () => {
  let lab: Lab;
  let redis: RedisServer;
  let files: TomFiles;
  let controller: TomProcess;
  const workers: TomProcess[] = [];

  const names = Array.from({ length: DEVICE_COUNT }, (_, index) => `r${index + 1}`);

  function processOptions(): { cwd: string; settings: Record<string, unknown> } {
    const settings = { redis_host: '127.0.0.1', redis_port: redis.port, log_format: 'json' };
    return { cwd: files.directory, settings };
  }

  function deviceAt(name: string, port: number): TestDevice {
    return { port, adapter_driver: 'cisco_ios', credential_id: UNTRIED.includes(name) ? 'untried' : 'lab' };
  }

  async function startController(nodeOptions: readonly string[] = []): Promise<TomProcess> {
    const { cwd, settings } = processOptions();
    return TomProcess.controller({
      cwd,
      nodeOptions,
      settings: {
        ...settings,
        plugin_yaml_inventory_file: files.inventoryFile,
        allow_inline_credentials: true,
        log_level: 'debug',
      },
    });
  }

  async function startWorker(): Promise<TomProcess> {
    const { cwd, settings } = processOptions();
    const worker = await TomProcess.worker({
      cwd,
      settings: { ...settings, ...files.credentialSettings, log_level: 'debug' },
    });
    workers.push(worker);
    return worker;
  }

  /** Queues one read on each device in turn and gives the ids. */
  async function queueReads(count: number): Promise<string[]> {
    const answers = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        controller.client.post(`/api/device/${names[index % names.length] ?? ''}/send_command`, {
          command: 'show version',
        }),
      ),
    );
    return answers.map(({ json }) => json.job_id);
  }

  async function statusesOf(ids: readonly string[]): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const id of ids) {
      const { json } = await controller.client.get(`/api/job/${id}`);
      counts[json.status] = (counts[json.status] ?? 0) + 1;
    }
    return counts;
  }

  async function allComplete(ids: readonly string[]): Promise<void> {
    await eventually(async () => ((await statusesOf(ids)).COMPLETE ?? 0) === ids.length);
  }

  beforeAll(async () => {
    lab = await Lab.start({ devices: names.map((name) => ({ name, platform: 'cisco_ios', ...LOGIN })) });
    redis = await RedisServer.start({ isDurable: true });
    files = await TomFiles.create(
      Object.fromEntries(lab.devices.map(({ name, port }) => [name, deviceAt(name, port)])),
      { lab: LOGIN, untried: LOGIN },
    );
    controller = await startController();
  });

  afterEach(async () => {
    for (const device of lab.devices) await device.setFaults({});
    for (const worker of workers.splice(0)) await worker.stop();
  });

  afterAll(async () => {
    await controller.stop();
    await redis.stop();
    await files.remove();
    await lab.stop();
  });

  it('bring a command to a device and its output back', async () => {
    await startWorker();
    const { json } = await controller.client.send('r1', 'show version');
    expect(json).toMatchObject({ status: 'COMPLETE', attempts: 1 });
    expect(json.result?.data['show version']).toMatch(/^Cisco IOS/);
  });

  it('keep a job until a worker comes', async () => {
    const { json } = await controller.client.post('/api/device/r1/send_command', { command: 'show clock' });
    expect(json.status).toBe('QUEUED');
    await startWorker();
    await allComplete([json.job_id]);
  });

  it('never send a configuration twice, when its worker is killed in the middle', async () => {
    const { log } = lab.device('r3');
    await lab.device('r3').setFaults({ delayMs: 50 });
    const doomed = await startWorker();
    const config_lines = Array.from({ length: 100 }, (_, index) => `ip route 10.0.${index}.0 255.255.255.0 Null0`);
    const { json } = await controller.client.post('/api/device/r3/send_configs', {
      config_lines,
      timeout: 60,
      retries: 5,
    });
    await eventually(() => log.configLines.length > 2);
    await doomed.stop('SIGKILL');
    await startWorker();
    const ended = await eventually(async () => {
      const view = await controller.client.get(`/api/job/${json.job_id}`);
      return view.json.status === 'FAILED' ? view.json : undefined;
    });
    expect(ended).toMatchObject({ outcome: 'unknown_outcome', error_type: 'unknown_outcome', attempts: 1 });
    expect((await controller.client.send('r3', 'show clock')).json.status).toBe('COMPLETE');
    const taken = log.configLines.map(({ text }) => text);
    expect(new Set(taken).size).toBe(taken.length);
    expect(taken.length).toBeLessThan(config_lines.length);
  });

  it('send a configuration whose worker was killed before the first line', async () => {
    const { log } = lab.device('r4');
    await lab.device('r4').setFaults({ neverAnswer: 'login' });
    const doomed = await startWorker();
    const { json } = await controller.client.post('/api/device/r4/send_configs', { config_lines: ['hostname r4'] });
    await eventually(() => log.connections > 0);
    await doomed.stop('SIGKILL');
    await lab.device('r4').setFaults({});
    await startWorker();
    const ended = await eventually(async () => {
      const view = await controller.client.get(`/api/job/${json.job_id}`);
      return view.json.status === 'COMPLETE' ? view.json : undefined;
    });
    expect(ended).toMatchObject({ outcome: 'applied', attempts: 2 });
    expect(log.configLines.map(({ text }) => text)).toEqual(['hostname r4']);
  });

  it('go on with a credential whose first try died with its worker', async () => {
    const { log } = lab.device('r7');
    await lab.device('r7').setFaults({ neverAnswer: 'login' });
    const doomed = await startWorker();
    const tried = await controller.client.post('/api/device/r7/send_command', { command: 'show version' });
    await eventually(() => log.connections > 0);
    await doomed.stop('SIGKILL');
    await lab.device('r7').setFaults({});
    await startWorker();
    const behind = await controller.client.post('/api/device/r8/send_command', { command: 'show version' });
    await allComplete([tried.json.job_id, behind.json.job_id]);
  });

  it('abort a job in whichever worker it runs', async () => {
    await startWorker();
    await lab.device('r5').setFaults({ neverAnswer: 'command' });
    const { json } = await controller.client.post('/api/device/r5/send_command', {
      command: 'show clock',
      timeout: 600,
    });
    await eventually(async () => (await controller.client.get(`/api/job/${json.job_id}`)).json.status === 'ACTIVE');
    expect((await controller.client.delete(`/api/job/${json.job_id}`)).json.status).toMatch(/^ABORT/);
    await eventually(async () => (await controller.client.get(`/api/job/${json.job_id}`)).json.status === 'ABORTED');
  });

  it('let a controller follow a job in whichever worker it runs', async () => {
    await lab.device('r6').setFaults({ delayMs: 3_000 });
    const { json } = await controller.client.post('/api/device/r6/send_command', { command: 'show version' });
    const stream = new EventStream(`${controller.client.base}/api/job/${json.job_id}/events`);
    await startWorker();
    await stream.ended;
    const text = stream.of('output').map((data) => String(data.text));
    expect(stream.of('status').at(-1)).toMatchObject({ status: 'COMPLETE' });
    expect(text.join('')).toMatch(/^Cisco IOS/);
  });

  it('list the ids of stored credentials through a worker, and say when none is there', async () => {
    const { status, json } = await controller.client.get('/api/credentials?timeout=1');
    expect([status, json.detail]).toEqual([504, expect.stringContaining('no worker answered within 1 s')]);
    await startWorker();
    expect((await controller.client.get('/api/credentials')).json).toEqual({ credentials: ['lab', 'untried'] });
  });

  it('leave an inline password nowhere', async () => {
    const worker = await startWorker();
    const raw = {
      host: '127.0.0.1',
      port: lab.device('r2').port,
      device_type: 'cisco_ios',
      command: 'show clock',
      wait: true,
    };
    await lab.device('r2').setFaults({ delayMs: 1_000 });
    const pending = controller.client.post('/api/raw/send_netmiko_command', { ...raw, ...INLINE });
    await eventually(() => lab.device('r2').log.sessionsOpen > 0);
    const during = await dumpRedis(redis.port);
    const right = await pending;
    const wrong = await controller.client.post('/api/raw/send_netmiko_command', {
      ...raw,
      ...INLINE,
      password: 'pl4nted-wr0ng',
    });
    expect([right.json.status, wrong.json.status]).toEqual(['COMPLETE', 'FAILED']);
    const after = await dumpRedis(redis.port);
    const places = [during, after, right.text, wrong.text, controller.log, worker.log];
    for (const plant of [INLINE.password, 'pl4nted-wr0ng']) {
      for (const form of [plant, Buffer.from(plant).toString('base64'), Buffer.from(plant).toString('hex')]) {
        expect(places.filter((place) => place.includes(form))).toEqual([]);
      }
    }
    expect(during).toContain('ciphertext');
    expect(after).not.toContain('ciphertext');
  });

  it('answer 503 promptly while Redis is away, and go on when it is back', async () => {
    await startWorker();
    await controller.client.send('r1', 'show clock');
    await redis.stop('SIGKILL');
    const started = performance.now();
    const answers = await Promise.all([
      controller.client.send('r1', 'show clock'),
      controller.client.get('/api/job/00000000-0000-8000-8000-000000000000'),
      controller.client.get('/ready'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
    expect(performance.now() - started).toBeLessThan(10_000);
    expect((await controller.client.get('/health')).status).toBe(200);
    await redis.resume();
    await eventually(async () => (await controller.client.get('/ready')).status === 200);
    const { json } = await eventually(async () => {
      const answer = await controller.client.send('r1', 'show clock');
      return answer.status === 200 ? answer : undefined;
    });
    expect(json.status).toBe('COMPLETE');
  });

  it('still have accepted jobs when Redis comes back with its data', async () => {
    const ids = await queueReads(20);
    await redis.stop('SIGKILL');
    await redis.resume();
    await startWorker();
    await eventually(async () => (await controller.client.get('/ready')).status === 200);
    await allComplete(ids);
  });

  it('lose no job when a worker is told to stop', async () => {
    const first = await startWorker();
    for (const device of lab.devices) await device.setFaults({ delayMs: 100 });
    const ids = await queueReads(100);
    await eventually(async () => ((await statusesOf(ids)).COMPLETE ?? 0) > 5);
    await first.stop('SIGTERM');
    expect((await statusesOf(ids)).FAILED).toBeUndefined();
    await startWorker();
    await allComplete(ids);
  });

  it('bring a job to its end when its worker is told to stop before all of it has started', async () => {
    await writeFile(join(files.directory, 'slow-store.mjs'), SLOW_STORE);
    await lab.device('r1').setFaults({ neverAnswer: 'command' });
    const [id = ''] = await queueReads(1);
    const { cwd, settings } = processOptions();
    const own = { plugins: './slow-store.mjs', credential_plugin: 'slow' };
    const worker = await TomProcess.worker({ cwd, settings: { ...settings, ...own } }, 'takes jobs of');
    workers.push(worker);
    await eventually(async () => (await statusesOf([id])).ACTIVE === 1);
    worker.child.kill('SIGTERM');
    await lab.device('r1').setFaults({});
    await allComplete([id]);
    await worker.stop();
  }, 90_000);

  it('complete all of 200 reads although a worker is killed in the middle of them', async () => {
    const first = await startWorker();
    await startWorker();
    for (const device of lab.devices) await device.setFaults({ delayMs: 50 });
    const ids = await queueReads(200);
    await eventually(async () => ((await statusesOf(ids)).COMPLETE ?? 0) > 20);
    await first.stop('SIGKILL');
    await allComplete(ids);
  });

  it('have a controller that loads no driver and no credential store', async () => {
    const preload = new URL('../support/record-imports.mjs', import.meta.url).pathname;
    const other = await startController(['--import', preload]);
    try {
      const loadedOnes = (): string[] => other.log.split('\n').filter((line) => line.startsWith('loaded: '));
      await eventually(() => loadedOnes().some((line) => line.includes('/modules/jobs/adapters/bull.job-queue.js')));
      await other.stop();
      const loaded = loadedOnes();
      const forbidden =
        /node_modules\/(ssh2|node-vault)\/|modules\/(devices\/(transport|session|cli)|credentials\/adapters)\//;
      expect(loaded.filter((line) => forbidden.test(line))).toEqual([]);
    } finally {
      await other.stop();
    }
  });
});
