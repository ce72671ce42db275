import { Lab } from '../../src/lab/lab.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';
import { TomClient, type Answer } from '../support/tom-client.js';
import { TomFiles } from '../support/tom-files.js';
import { TomProcess } from '../support/tom-process.js';

const LOGIN = { username: 'admin', password: 'pl4nted-m3trics' };
const WRONG = { username: 'admin', password: 'wr0ng-pl4nted' };

type Body = Record<string, unknown>;

interface Failures {
  readonly failures: readonly { device: string; error_type: string; job_id: string; attempts: number }[];
  readonly total: number;
}

interface Summary {
  readonly global: Readonly<Record<string, number>>;
  readonly workers: readonly { id: string; complete: number; failed: number; total: number }[];
}

/** What Prometheus would read: the sum of a metric over all series whose labels hold these texts. */
function sumOf(text: string, metric: string, ...labels: string[]): number {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${metric}{`) && labels.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

describeWith(['redis-server'], 'metrics, statistics and logs', () => {
  let lab: Lab;
  let redis: RedisServer;
  let files: TomFiles;
  let controller: TomProcess;
  let monitor: TomClient;
  const workers: TomProcess[] = [];

  const read = async <T>(path: string): Promise<T> => JSON.parse((await controller.client.get(path)).text) as T;

  async function startWorker(settings: Body = {}): Promise<TomProcess> {
    const address = { redis_host: '127.0.0.1', redis_port: redis.port, log_format: 'json', credential_plugin: 'yaml' };
    const worker = await TomProcess.worker({
      cwd: files.directory,
      settings: { ...address, plugin_yaml_credential_file: files.credentialFile, ...settings },
    });
    workers.push(worker);
    return worker;
  }

  const queue = (device: string, more: Body = {}): Promise<Answer> =>
    controller.client.post(`/api/device/${device}/send_command`, { command: 'show version', ...more });

  async function hasEnded(id: string): Promise<boolean> {
    const { json } = await controller.client.get(`/api/job/${id}`);
    return ['COMPLETE', 'FAILED', 'ABORTED'].includes(json.status);
  }

  /** Ends of jobs, as all processes have logged them. */
  function loggedEnds(): { jobId: string; status: string }[] {
    return [controller, ...workers]
      .flatMap(({ log }) => log.split('\n'))
      .filter((line) => /"msg":"job [A-Z]+"/.test(line))
      .map((line) => JSON.parse(line) as { jobId: string; status: string });
  }

  beforeAll(async () => {
    const names = ['r1', 'r2', 'r3', 'slow'];
    lab = await Lab.start({
      devices: names.map((name) => ({
        name,
        platform: 'cisco_ios',
        ...LOGIN,
        ...(name === 'slow' ? { faults: { neverAnswer: 'command' } } : {}),
      })),
    });
    redis = await RedisServer.start();
    const ports = lab.devices.map(({ name, port }) => [name, { port, adapter_driver: 'cisco_ios' }] as const);
    const down = await freePort();
    files = await TomFiles.create(
      {
        ...Object.fromEntries(ports),
        down: { port: down, adapter_driver: 'cisco_ios' },
        refused: { port: ports[0]?.[1].port ?? 0, adapter_driver: 'cisco_ios', credential_id: 'wrong' },
      },
      { lab: LOGIN, wrong: WRONG },
    );
    controller = await TomProcess.controller({
      cwd: files.directory,
      settings: {
        redis_host: '127.0.0.1',
        redis_port: redis.port,
        log_format: 'json',
        plugin_yaml_inventory_file: files.inventoryFile,
      },
    });
    const port = await freePort();
    monitor = new TomClient(`http://127.0.0.1:${port}`);
    await startWorker({ monitor_port: port });
  });

  afterAll(async () => {
    await Promise.all([controller, ...workers].map((one) => one.stop()));
    await lab.stop();
    await redis.remove();
    await files.remove();
  });

  it('count each job once, also with retries, aborts, and a worker that is killed', async () => {
    const good = await Promise.all(['r1', 'r2', 'r3', 'r1'].map((name) => queue(name)));
    const retried = await controller.client.post('/api/device/down/send_commands', {
      commands: ['show version'],
      retries: 2,
    });
    const refused = await queue('refused');
    const slow = await queue('slow', { timeout: 60 });
    const waiting = await queue('slow', { timeout: 60 });
    await controller.client.delete(`/api/job/${waiting.json.job_id}`);
    await eventually(() => hasEnded(waiting.json.job_id));
    await eventually(
      async () => (await controller.client.get(`/api/job/${slow.json.job_id}`)).json.status === 'ACTIVE',
    );
    // A worker that is killed between the count and the log line of a job loses the line.
    const quick = [...good, retried, refused, waiting].map(({ json }) => json.job_id);
    await eventually(() => quick.every((id) => loggedEnds().some(({ jobId }) => jobId === id)));
    await workers[0]?.stop('SIGKILL');
    await lab.device('slow').setFaults({});
    const second = await startWorker();
    const all = [...good, retried, refused, slow, waiting].map(({ json }) => json.job_id);
    await eventually(async () => (await Promise.all(all.map(hasEnded))).every(Boolean));

    await eventually(
      async () => (await read<Summary>('/api/monitoring/stats/summary')).global.total_jobs === all.length,
    );
    const summary = await read<Summary>('/api/monitoring/stats/summary');
    expect(summary.global).toEqual({
      total_jobs: 8,
      successful: 5,
      failed: 2,
      aborted: 1,
      success_rate: 71.43,
    });
    expect(summary.workers.reduce((sum, { total }) => sum + total, 0)).toBe(8);

    const { text } = await controller.client.get('/api/metrics');
    expect(sumOf(text, 'tom_jobs_total', 'status="COMPLETE"')).toBe(5);
    expect(sumOf(text, 'tom_jobs_total', 'status="COMPLETE"', 'device="r1"')).toBe(2);
    expect(sumOf(text, 'tom_jobs_total', 'status="FAILED"', 'device="down"', 'error_type="network"')).toBe(1);
    expect(sumOf(text, 'tom_jobs_total', 'status="FAILED"', 'device="refused"', 'error_type="auth"')).toBe(1);
    expect(sumOf(text, 'tom_jobs_total', 'status="ABORTED"')).toBe(1);

    const { failures } = await read<Failures>('/api/monitoring/failed_commands');
    expect(failures.map(({ job_id }) => job_id).sort()).toEqual(
      [retried, refused, waiting].map(({ json }) => json.job_id).sort(),
    );
    expect(failures.find(({ device }) => device === 'down')).toMatchObject({ error_type: 'network', attempts: 2 });

    await eventually(() => loggedEnds().length >= all.length);
    const logged = loggedEnds();
    expect(logged.map(({ jobId }) => jobId).sort()).toEqual([...all].sort());
    expect(logged.filter(({ status }) => status === 'COMPLETE')).toHaveLength(5);
    expect(second.hasEnded).toBe(false);
  });

  it('filter failures by device, kind, time and number', async () => {
    const total = async (query: string): Promise<number> =>
      (await read<Failures>(`/api/monitoring/failed_commands?${query}`)).total;
    expect(await total('device=down')).toBe(1);
    expect(await total('error_type=auth')).toBe(1);
    expect(await total('limit=2')).toBe(2);
    expect(await total(`since=${Math.floor(Date.now() / 1000) + 60}`)).toBe(0);
    expect(await total(`since=${Math.floor(Date.now() / 1000) - 600}`)).toBe(3);
    expect((await controller.client.get('/api/monitoring/failed_commands?limit=none')).status).toBe(422);
  });

  it('say how a device gets on', async () => {
    expect(await read('/api/monitoring/device_stats/down')).toMatchObject({
      device: 'down',
      stats: { total_success: 0, total_failed: 1, total: 1, failure_rate: 100, error_breakdown: { network: 1 } },
      recent_failures: [{ command: 'show version', error_type: 'network' }],
    });
  });

  it('show the workers, and forget at once one that ends in order', async () => {
    interface Workers {
      readonly workers: readonly Body[];
      readonly total: number;
    }
    const port = await freePort();
    const third = await startWorker({ monitor_port: port });
    const shown = await eventually(async () => {
      const answer = await read<Workers>('/api/monitoring/workers');
      return answer.workers.some(({ pid }) => pid === third.child.pid) && answer;
    });
    expect(shown.workers.find(({ pid }) => pid === third.child.pid)).toMatchObject({
      status: 'healthy',
      version: '0.1.0',
    });
    monitor = new TomClient(`http://127.0.0.1:${port}`);
    expect((await monitor.get('/health')).text).toBe('{"status":"ok"}');
    expect(JSON.parse((await monitor.get('/ready')).text)).toMatchObject({ status: 'ready', checks: { state: 'ok' } });
    const { text } = await monitor.get('/metrics');
    for (const name of ['tom_queue_wait_seconds', 'tom_connect_seconds', 'tom_login_seconds', 'tom_command_seconds']) {
      expect(text).toContain(`# TYPE ${name} histogram`);
    }
    expect(text).toContain('# TYPE tom_credential_reads_total counter');
    expect((await monitor.get('/nothing')).status).toBe(404);
    await third.stop();
    expect((await read<Workers>('/api/monitoring/workers')).workers.some(({ pid }) => pid === third.child.pid)).toBe(
      false,
    );
  });

  it('carry the id of a request through queue and worker', async () => {
    const answer = await fetch(`${controller.client.base}/api/device/r2/send_command`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Request-ID': 'trace-4711' },
      body: JSON.stringify({ command: 'show clock', wait: true }),
    });
    expect(answer.headers.get('x-request-id')).toBe('trace-4711');
    await eventually(() => workers.some(({ log }) => log.includes('"requestId":"trace-4711"')));
    await eventually(() => controller.log.includes('"requestId":"trace-4711"'));
    const forged = await fetch(`${controller.client.base}/health`, { headers: { 'X-Request-ID': 'a b"c' } });
    expect(forged.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('log more of one module while they run', async () => {
    const put = (level: string): Promise<Response> =>
      fetch(`${controller.client.base}/api/monitoring/log_levels/Http`, {
        method: 'PUT',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ level }),
      });
    expect((await put('loud')).status).toBe(422);
    expect(await (await put('silent')).json()).toEqual({ modules: { Http: 'silent' } });
    await controller.client.get('/api/inventory/r1');
    await controller.client.delete('/api/monitoring/log_levels/Http');
    await controller.client.get('/api/inventory/r2');
    await eventually(() => controller.log.includes('GET /api/inventory/r2'));
    expect(controller.log).not.toContain('GET /api/inventory/r1');
  });

  it('hold no secret', async () => {
    const texts = await Promise.all(
      ['/api/metrics', '/api/monitoring/failed_commands', '/api/monitoring/stats/summary', '/api/monitoring/queue'].map(
        async (path) => (await controller.client.get(path)).text,
      ),
    );
    for (const text of [...texts, controller.log, ...workers.map(({ log }) => log)]) {
      expect(text).not.toContain(LOGIN.password);
      expect(text).not.toContain(WRONG.password);
    }
  });
});
