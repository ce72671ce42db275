// Commands that the output cache answers: HTTP and the look-up, without queue, worker and device.
import { Callers, forJobs } from './lib/load.mjs';
import { ms, percentiles, perSecond, table } from './lib/report.mjs';
import { MODES, hasRedisServer, startControllers, startLab } from './lib/tom.mjs';

const DEVICES = 50;
const CALLERS = 50;
const REQUESTS = 2_000;
const ROUNDS = 5;
const WARM_UP = { jobs: 10_000, ms: 20_000 };
const COMMAND = 'show version';
const AIM = 5_000;
const CONTROLLERS = 2;
/** Several controllers: one process has one core. */
const STARTS = { ...MODES, [`${CONTROLLERS} controllers`]: startControllers(CONTROLLERS) };

/** Fills the cache, then measures rounds of cached requests; the best one counts: the others share the machine with more. */
async function measure({ processes, mode, environment }) {
  const lab = await startLab(processes, DEVICES);
  const tom = await STARTS[mode](processes, { ...lab.settings, ...environment });
  const callers = new Callers({ urls: tom.urls, command: COMMAND, more: { use_cache: true } });
  try {
    await callers.run(CALLERS, lab.names, forJobs(WARM_UP));
    const rounds = [];
    const run = () => callers.run(CALLERS, lab.names, forJobs({ jobs: REQUESTS, ms: 60_000 }));
    const controllers = tom.processes.slice(0, tom.urls.length);
    const cpuOfAll = async () => {
      const each = await Promise.all(controllers.map((controller) => controller.cpuMs()));
      return each.reduce((sum, one) => sum + one, 0);
    };
    const cpuBefore = await cpuOfAll();
    for (let round = 0; round < ROUNDS; round++) rounds.push(await processes.profiled(`${mode}.cache`, run));
    const rates = rounds.map(({ jobs, elapsedMs }) => jobs / (elapsedMs / 1000));
    const best = rounds[rates.indexOf(Math.max(...rates))];
    // Where others use the machine as well, this says more than the rate.
    const cpuMs = ((await cpuOfAll()) - cpuBefore) / (ROUNDS * REQUESTS);
    return {
      requestsPerSecond: Math.max(...rates),
      rates,
      latencyMs: percentiles(best.latenciesMs),
      cpuMs: Number.isNaN(cpuMs) ? undefined : cpuMs,
    };
  } finally {
    callers.close();
    await processes.stopAll();
  }
}

export async function run({ processes, environment }) {
  const results = {};
  const modes = Object.keys(STARTS).filter((mode) => mode === 'embedded' || hasRedisServer());
  for (const mode of modes) results[mode] = await measure({ processes, mode, environment });
  const rows = [
    ['', ...modes, 'aim'],
    ['requests', ...modes.map((mode) => perSecond(results[mode].requestsPerSecond)), `> ${AIM} /s`],
    ...['p50', 'p95', 'p99'].map((rank) => [
      `  ${rank}`,
      ...modes.map((mode) => ms(results[mode].latencyMs[rank])),
      '',
    ]),
  ];
  rows.push(['CPU a request', ...modes.map((mode) => ms(results[mode].cpuMs)), '']);
  const note = `${REQUESTS} requests over ${DEVICES} devices, ${CALLERS} at a time, best of ${ROUNDS} rounds. Callers and Tom share this machine.`;
  return { results, text: `${table(rows)}\n\n${note}` };
}
