import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { loadSettings } from '../../src/config/load-settings.js';
import { AFTER_GRACE_MS } from '../../src/end-in-time.js';
import { parseLabArguments } from '../../src/lab/lab-arguments.js';
import { EmbeddedTom } from '../support/embedded-tom.js';

const ROOT = join(import.meta.dirname, '../..');

function readYaml(file: string): unknown {
  return load(readFileSync(join(ROOT, file), 'utf8'), { schema: YAML11_SCHEMA });
}

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly read_only?: boolean;
  readonly command?: readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly depends_on?: Readonly<Record<string, unknown>> | readonly string[];
  readonly network_mode?: string;
  readonly stop_grace_period?: string;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** What Compose knows of a service, as far as this file uses it. */
const SERVICE_KEYS =
  'build cap_add cap_drop command depends_on environment healthcheck image init network_mode ports read_only restart security_opt stop_grace_period tmpfs volumes';

const { services, volumes } = readYaml('compose.yaml') as Compose;
const all = Object.entries(services);

function environmentOf(name: string): Record<string, string> {
  const entries = Object.entries(services[name]?.environment ?? {});
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}

function mountsOf({ volumes: mounts = [] }: Service): string[] {
  return mounts.map((mount) => mount.split(':')[0] ?? '');
}

function servicesNeeded({ depends_on = [], network_mode = '' }: Service): string[] {
  const started = Array.isArray(depends_on) ? (depends_on as string[]) : Object.keys(depends_on);
  const [, shared] = /^service:(.*)$/.exec(network_mode) ?? [];
  return shared === undefined ? started : [...started, shared];
}

/** Files of the project that a service mounts, and the source of what it runs. */
function filesNeeded(service: Service): string[] {
  const mounted = mountsOf(service).filter((source) => source.startsWith('.'));
  const [, entry] = /^\/app\/dist\/(.*)\.js$/.exec(service.command?.[0] ?? '') ?? [];
  return entry === undefined ? mounted : [...mounted, `src/${entry}.ts`];
}

describe('compose.yaml', () => {
  it('has all that Tom runs with, one image for every role of it', () => {
    const own = all.filter(([, { build }]) => build !== undefined);
    expect(own.map(([name]) => name).sort()).toEqual(['controller', 'lab', 'worker-1', 'worker-2']);
    expect(own.filter(([, service]) => service.read_only !== true || service.image !== 'tom-broker')).toEqual([]);
    expect(Object.keys(services)).toEqual(
      expect.arrayContaining(['redis', 'vault', 'vault-credentials', 'prometheus', 'grafana']),
    );
    expect(services.redis?.command?.join(' ')).toMatch(/--appendonly yes/);
  });

  it('names versions, services, volumes, files and keys that are there', () => {
    const missing = (names: string[], isThere: (name: string) => boolean): string[] =>
      names.filter((name) => !isThere(name));
    const others = all.filter(([, { build }]) => build === undefined);
    expect(others.filter(([, { image }]) => !/:v?\d/.test(image))).toEqual([]);
    expect(missing(Object.values(services).flatMap(servicesNeeded), (name) => name in services)).toEqual([]);
    expect(missing(Object.values(services).flatMap(filesNeeded), (file) => existsSync(join(ROOT, file)))).toEqual([]);
    const mounted = Object.values(services).flatMap(mountsOf);
    expect(mounted.filter((source) => !source.startsWith('.')).sort()).toEqual(Object.keys(volumes).sort());
    const keys = Object.values(services).flatMap((service) => Object.keys(service));
    expect(missing(keys, (key) => SERVICE_KEYS.split(' ').includes(key))).toEqual([]);
  });

  it('lets processes end in order before they are killed', () => {
    const { settings } = loadSettings({ entry: 'worker', env: environmentOf('worker-1'), cwd: tmpdir() });
    for (const name of ['controller', 'worker-1', 'worker-2']) {
      const seconds = Number.parseInt(services[name]?.stop_grace_period ?? '10', 10);
      expect(seconds * 1_000).toBeGreaterThan(settings.jobs.shutdownGraceMs + AFTER_GRACE_MS);
    }
  });

  it('opens every port at this machine alone', () => {
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('gives controller, workers and lab settings that they take', () => {
    const cwd = tmpdir();
    const controller = loadSettings({ entry: 'main', env: environmentOf('controller'), cwd });
    expect([controller.role, controller.notes]).toEqual(['controller', []]);
    const ports = ['worker-1', 'worker-2'].map((name) => {
      const { settings, notes } = loadSettings({ entry: 'worker', env: environmentOf(name), cwd });
      expect(notes).toEqual([]);
      return settings.metrics.monitorPort;
    });
    expect(new Set(ports).size).toBe(2);
    const lab = parseLabArguments(services.lab?.command?.slice(1) ?? []);
    const devices = Object.values(readYaml('deploy/compose/inventory.yml') as Record<string, { port: number }>);
    expect(devices.map(({ port }) => port)).toEqual(
      Array.from({ length: lab.deviceCount }, (_, index) => lab.basePort + index),
    );
  });
});

interface Scrapes {
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly metrics_path: string;
    readonly static_configs: readonly { readonly targets: readonly string[] }[];
  }[];
}

describe('monitoring files', () => {
  const scrapes = (readYaml('deploy/compose/prometheus.yml') as Scrapes).scrape_configs;
  const dashboard = readFileSync(join(ROOT, 'deploy/monitoring/grafana-dashboard.json'), 'utf8');
  const alerts = readFileSync(join(ROOT, 'deploy/monitoring/alerts.yml'), 'utf8');

  it('scrape the controller and every worker of compose.yaml', () => {
    const workers = ['worker-1', 'worker-2'].map((name) => environmentOf(name).TOM_WORKER_MONITOR_PORT);
    expect(scrapes.flatMap(({ static_configs }) => static_configs.flatMap(({ targets }) => targets))).toEqual([
      'controller:8000',
      ...workers.map((port) => `worker-1:${port}`),
    ]);
  });

  it('name scrapes that both Prometheus files have', () => {
    const ours = (readYaml('deploy/monitoring/prometheus.yml') as Scrapes).scrape_configs;
    const named = (list: Scrapes['scrape_configs']): string[] =>
      list.map(({ job_name, metrics_path }) => `${job_name} ${metrics_path}`);
    expect(named(scrapes)).toEqual(named(ours));
    const jobs = [...alerts.matchAll(/job="([^"]+)"/g)].map(([, job]) => job);
    expect(jobs.filter((job) => !ours.some(({ job_name }) => job_name === job))).toEqual([]);
  });

  it('ask for metrics that Tom has', async () => {
    const tom = await EmbeddedTom.start({ devices: {}, credentials: {} });
    const { text } = await tom.client.get('/api/metrics');
    await tom.stop();
    const served = new Set([...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name));
    const asked = [...`${dashboard}${alerts}`.matchAll(/\b(tom_\w+?)(?:_bucket)?(?=[[{)\s"])/g)].map(
      ([, name]) => name,
    );
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((name) => !served.has(name))).toEqual([]);
  });
});
