import 'reflect-metadata';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { listen } from './common/http/listen.js';
import { loadSettings } from './config/load-settings.js';
import { createHttpApp } from './http-app.js';
import { Lab } from './lab/lab.js';
import { runProcess } from './run-process.js';

const HOST = '127.0.0.1';
const FIRST_LAB_PORT = 2201;
const LOGIN = { username: 'admin', password: 'admin' };
const DEVICES = [
  { name: 'r1', platform: 'cisco_ios' },
  { name: 'r2', platform: 'cisco_ios' },
  { name: 'sw1', platform: 'arista_eos' },
  { name: 'host1', platform: 'linux' },
];
const REQUEST = { path: '/api/device/r1/send_command', body: { command: 'show ip interface brief', wait: true } };

/** The port itself when nothing listens there, else 0: any free one. */
async function preferPort(port: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(0));
    probe.listen(port, HOST, () => probe.close(() => resolve(port)));
  });
}

async function startLab(): Promise<Lab> {
  const ports = await Promise.all(DEVICES.map((_, index) => preferPort(FIRST_LAB_PORT + index)));
  return Lab.start({ devices: DEVICES.map((device, index) => ({ ...device, ...LOGIN, port: ports[index] ?? 0 })) });
}

/** An inventory and a credential file for the lab's devices; YAML reads JSON. */
async function writeFiles(directory: string, lab: Lab): Promise<Record<string, string>> {
  const inventory = lab.devices.map(({ name, port }, index) => {
    const driver = DEVICES[index]?.platform;
    return [name, { host: HOST, port, adapter: 'netmiko', adapter_driver: driver, credential_id: 'lab' }];
  });
  const inventoryFile = join(directory, 'inventory.yml');
  const credentialFile = join(directory, 'creds.yml');
  await writeFile(inventoryFile, JSON.stringify(Object.fromEntries(inventory)));
  await writeFile(credentialFile, JSON.stringify({ lab: LOGIN }), { mode: 0o600 });
  return {
    TOM_PLUGIN_YAML_INVENTORY_FILE: inventoryFile,
    TOM_WORKER_PLUGIN_YAML_CREDENTIAL_FILE: credentialFile,
    TOM_ALLOW_INLINE_CREDENTIALS: 'true',
    TOM_TEMPLATE_PACK_DIR: resolve('templates/packs'),
    TOM_LOG_LEVEL: 'warn',
    TOM_PORT: process.env.TOM_PORT ?? String(await preferPort(8000)),
  };
}

async function showFirstRequest(base: string): Promise<void> {
  const body = JSON.stringify(REQUEST.body);
  console.log(`\n$ curl -s -X POST ${base}${REQUEST.path} -H 'Content-Type: application/json' -d '${body}'`);
  const started = performance.now();
  const response = await fetch(base + REQUEST.path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });
  const job = (await response.json()) as {
    status: string;
    error: string | null;
    result: { data: Record<string, string> } | null;
  };
  console.log(JSON.stringify(job, null, 2));
  const output = job.result?.data[REQUEST.body.command];
  if (output === undefined) throw new Error(`the first request ended ${job.status}: ${job.error ?? 'without output'}`);
  console.log(
    `\nThe same, as the router printed it (${Math.round(performance.now() - started)} ms with log-in):\n\n${output}`,
  );
}

function showAddresses(base: string, lab: Lab): void {
  const devices = lab.devices.map(({ name, port }, index) => {
    return `  ${name.padEnd(6)} ${(DEVICES[index]?.platform ?? '').padEnd(11)} ssh -p ${port} ${LOGIN.username}@${HOST}   (password ${LOGIN.password})`;
  });
  console.log(`
Tom is up, embedded, on this machine alone:
  API docs   ${base}/docs   (press "Try it out")
  ReDoc      ${base}/redoc
Lab devices, simulated:
${devices.join('\n')}

Ctrl-C stops all.`);
}

await runProcess(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'tom-demo-'));
  const lab = await startLab();
  const { settings, role } = loadSettings({ entry: 'main', env: await writeFiles(directory, lab), cwd: directory });
  const app = await createHttpApp({ role, settings });
  await listen(app, { host: HOST, port: settings.server.port });
  const base = await app.getUrl();

  const stop = async (): Promise<void> => {
    await app.close();
    await lab.stop();
    await rm(directory, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void stop().then(() => process.exit(0)));
  }
  await showFirstRequest(base);
  showAddresses(base, lab);
});
