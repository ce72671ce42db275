import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { Lab } from '../../src/lab/lab.js';
import { freePort } from '../support/free-port.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';
import { TomClient } from '../support/tom-client.js';
import { TomFiles } from '../support/tom-files.js';
import { TomProcess } from '../support/tom-process.js';

const DEPLOY = join(import.meta.dirname, '../../deploy');
const LOGIN = { username: 'admin', password: 'secret' };
/** Labels that Prometheus adds. */
const LABELS_OF_PROMETHEUS = ['instance', 'job'];

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly datasource: { readonly uid: string };
  readonly targets: readonly { readonly expr: string }[];
}

interface Dashboard {
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
  readonly panels: readonly Panel[];
}

interface Alerts {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}

interface Prometheus {
  readonly scrape_configs: readonly { readonly job_name: string }[];
}

const read = (file: string): string => readFileSync(join(DEPLOY, file), 'utf8');

const dashboard = JSON.parse(read('monitoring/grafana-dashboard.json')) as Dashboard;
const { groups } = load(read('monitoring/alerts.yml')) as Alerts;
const rules = groups.flatMap((group) => group.rules);
const expressions = [
  ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ...rules.map(({ expr }) => expr),
];

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found]) => found ?? '');
}

/** Labels that an expression selects or groups by. */
function labelsIn(expression: string): string[] {
  const selected = matches(expression, /[{,]\s*(\w+)\s*[!=]/g);
  const grouped = matches(expression, /\b(?:by|without|on|ignoring)\s*\(([^)]*)\)/g).flatMap((list) => list.split(','));
  return [...selected, ...grouped.map((label) => label.trim())];
}

describe('the dashboard', () => {
  it('has panels with ids and titles of their own', () => {
    for (const facts of [dashboard.panels.map(({ id }) => String(id)), dashboard.panels.map(({ title }) => title)]) {
      expect(new Set(facts).size).toBe(facts.length);
    }
    expect(dashboard.panels.filter(({ targets }) => targets.length === 0)).toEqual([]);
  });

  it('leaves the data source to whoever opens it', () => {
    const [source] = dashboard.templating.list.filter(({ type }) => type === 'datasource');
    const sources = JSON.stringify(dashboard).match(/"uid":"[^"]*"/g) ?? [];
    expect(new Set(sources)).toEqual(new Set(['"uid":"tom-broker"', `"uid":"\${${source?.name ?? ''}}"`]));
  });
});

describe('the alerts', () => {
  it('have names of their own, and ask for jobs that are scraped', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    const asked = rules.flatMap(({ expr }) => matches(expr, /\bjob="([^"]*)"/g));
    for (const file of ['monitoring/prometheus.yml', 'compose/prometheus.yml']) {
      const { scrape_configs: configs } = load(read(file)) as Prometheus;
      expect(configs.map(({ job_name: name }) => name)).toEqual(expect.arrayContaining(asked));
    }
  });
});

describeWith(['redis-server'], 'the dashboard and the alerts', () => {
  let lab: Lab;
  let redis: RedisServer;
  let files: TomFiles;
  const processes: TomProcess[] = [];
  /** What a controller and a worker show after a job. */
  let scraped: string;

  beforeAll(async () => {
    lab = await Lab.start({ devices: [{ name: 'r1', platform: 'cisco_ios', ...LOGIN }] });
    redis = await RedisServer.start();
    files = await TomFiles.create({ r1: { port: lab.device('r1').port, adapter_driver: 'cisco_ios' } }, { lab: LOGIN });
    const address = { redis_host: '127.0.0.1', redis_port: redis.port };
    const inventory = { plugin_yaml_inventory_file: files.inventoryFile };
    const monitorPort = await freePort();
    const monitor = { monitor_port: monitorPort };
    const { directory: cwd, credentialSettings } = files;
    const controller = await TomProcess.controller({ cwd, settings: { ...address, ...inventory } });
    processes.push(controller);
    processes.push(await TomProcess.worker({ cwd, settings: { ...address, ...credentialSettings, ...monitor } }));
    await controller.client.send('r1', 'show ip interface brief', { use_cache: true, parse: true });
    const texts = [
      await controller.client.get('/api/metrics'),
      await new TomClient(`http://127.0.0.1:${monitorPort}`).get('/metrics'),
    ];
    scraped = texts.map(({ text }) => text).join('\n');
  });

  afterAll(async () => {
    await Promise.all(processes.map((process) => process.stop('SIGKILL')));
    await redis.remove();
    await files.remove();
    await lab.stop();
  });

  it('ask for metrics that are there', () => {
    const asked = new Set(expressions.flatMap((expression) => matches(expression, /\b(tom_\w+)/g)));
    const shown = new Set(matches(scraped, /^(tom_\w+)/gm));
    expect(asked.size).toBeGreaterThan(10);
    expect([...asked].filter((name) => !shown.has(name))).toEqual([]);
  });

  it('select and group by labels that those metrics have', () => {
    const unknown = expressions.flatMap((expression) => {
      const series = matches(expression, /\b(tom_\w+)/g).flatMap((name) =>
        matches(scraped, new RegExp(`^${name}\\{(.*)\\} `, 'gm')),
      );
      const known = [...series.flatMap((labels) => matches(labels, /(\w+)="/g)), ...LABELS_OF_PROMETHEUS];
      return labelsIn(expression).filter((label) => !known.includes(label));
    });
    expect(unknown).toEqual([]);
  });
});
