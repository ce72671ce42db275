// A scrape of a controller's metrics where many workers have counted jobs of many devices.
import { fillCounts, reportWorkers } from './lib/job-counts.mjs';
import { ms, percentiles, table } from './lib/report.mjs';
import { hasRedisServer, startMain, startRedis } from './lib/tom.mjs';

const DEVICES = 10_000;
const WORKERS = 50;
/** Lines that a worker reports. */
const LINES = 50;
const WARM_UP = 10;
const SCRAPES = 30;
const AIM_MS = 200;
const AIM_BYTES = 1_000_000;

const names = (count, name) => Array.from({ length: count }, (_, index) => name(index));
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} kB`;

async function scrape(url) {
  const start = performance.now();
  const answer = await fetch(`${url}/api/metrics`);
  const text = await answer.text();
  const series = text.split('\n').filter((line) => line.startsWith('tom_jobs_total{')).length;
  if (series === 0) throw new Error(`no counts of jobs in a scrape: ${text.slice(0, 200)}`);
  return { elapsedMs: performance.now() - start, bytes: Buffer.byteLength(text), series };
}

/** Scrapes one after the other, and the processor time of each process for one. */
async function measure(url, watched) {
  const cpuOf = () => Promise.all(watched.map((one) => one.cpuMs()));
  for (let count = 0; count < WARM_UP; count++) await scrape(url);
  const before = await cpuOf();
  const scrapes = [];
  for (let count = 0; count < SCRAPES; count++) scrapes.push(await scrape(url));
  const after = await cpuOf();
  const cpuMs = after.map((used, index) => (used === undefined ? undefined : (used - before[index]) / SCRAPES));
  return { scrapes, cpuMs };
}

export async function run({ processes, environment }) {
  if (!hasRedisServer()) return { results: {}, text: 'Skipped: it needs redis-server.' };
  const { redis, address } = await startRedis(processes);
  const workers = names(WORKERS, (index) => `worker-${index}.rack-1.example.net:4711:1f2e3d4c`);
  const devices = names(DEVICES, (index) => `router-${index}.site-${index % 100}.example.net`);
  await fillCounts(address, workers, devices);
  await reportWorkers(address, workers, devices.slice(0, LINES));
  const settings = { TOM_REDIS_HOST: address.host, TOM_REDIS_PORT: String(address.port) };
  const controller = await startMain(processes, 'controller', { ...settings, ...environment });
  try {
    const { scrapes, cpuMs } = await processes.profiled('scrape', () =>
      measure(controller.url, [controller.process, redis]),
    );
    const { bytes, series } = scrapes[0];
    const latencyMs = percentiles(scrapes.map(({ elapsedMs }) => elapsedMs));
    const [controllerMs, redisMs] = cpuMs;
    const rows = [
      ['', 'figure', 'aim'],
      ['scrape: CPU of the controller', ms(controllerMs), `< ${AIM_MS} ms`],
      ['  CPU of Redis', ms(redisMs), ''],
      ['  time, p50', ms(latencyMs.p50), ''],
      ['  p95', ms(latencyMs.p95), ''],
      ['size', kilobytes(bytes), `< ${kilobytes(AIM_BYTES)}`],
      ['series of jobs in it', String(series), ''],
      ['  in Redis', String(DEVICES * WORKERS), ''],
    ];
    const note = `${DEVICES} devices, each with jobs at each of ${WORKERS} workers, as \`metrics_device_label: on\` counts them.`;
    return { results: { latencyMs, controllerMs, redisMs, bytes, series }, text: `${table(rows)}\n\n${note}` };
  } finally {
    await processes.stopAll();
  }
}
