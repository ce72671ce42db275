// Commands through the whole of Tom: HTTP, queue, worker, SSH to simulated devices and back.
import { Callers, forJobs, forMs } from './lib/load.mjs';
import { mebibytes, ms, percentiles, perSecond, table } from './lib/report.mjs';
import { MODES, hasRedisServer, startLab } from './lib/tom.mjs';

const DEVICES = 50;
const CALLERS = 50;
const JOBS_PER_DEVICE = 4;
const COMMAND = 'show version';
const WARM_UP = { jobs: 5_000, ms: 8_000 };
const LOGIN_WARM_UP = { jobs: 1_000, ms: 6_000 };
const MEASURE_MS = 4_000;

const TITLES = {
  latency: 'One caller, one warm device',
  warm: `${CALLERS} callers, ${DEVICES} warm devices`,
  newLogins: `${CALLERS} callers, ${JOBS_PER_DEVICE} jobs a device, log-in each`,
};

/** Measures one run of the callers, and the processor time that each process took for it. */
async function measure(processes, run) {
  const cpuTimes = () => Promise.all(processes.map((one) => one.cpuMs()));
  const before = await cpuTimes();
  const { jobs, elapsedMs, latenciesMs } = await run();
  const after = await cpuTimes();
  return {
    jobs,
    jobsPerSecond: jobs / (elapsedMs / 1000),
    latencyMs: percentiles(latenciesMs),
    cpuMsPerJob: Object.fromEntries(
      processes.map(({ name }, index) => [name, after[index] && (after[index] - before[index]) / jobs]),
    ),
  };
}

async function memoryOf(processes) {
  const entries = await Promise.all(processes.map(async (one) => [one.name, await one.memory()]));
  return Object.fromEntries(entries);
}

/** Starts the lab and Tom anew, has `work` measure them, and stops both. */
async function withTom(setup, settings, work) {
  const { processes, mode, environment } = setup;
  const lab = await startLab(processes, DEVICES);
  const tom = await MODES[mode](processes, { ...lab.settings, ...settings, ...environment });
  const callers = new Callers({ urls: tom.urls, command: COMMAND });
  const measured = [...tom.processes, lab.process];
  const timed = (phase, run) => processes.profiled(`${mode}.${phase}`, () => measure(measured, run));
  try {
    return await work({ callers, devices: lab.names, timed, measured });
  } finally {
    callers.close();
    await processes.stopAll();
  }
}

function measureWarm(setup) {
  return withTom(setup, {}, async ({ callers, devices, timed, measured }) => {
    await callers.run(CALLERS, devices, forJobs(WARM_UP));
    const warm = await timed('warm', () => callers.run(CALLERS, devices, forMs(MEASURE_MS)));
    const latency = await timed('latency', () => callers.run(1, devices.slice(0, 1), forMs(MEASURE_MS)));
    return { latency, warm, memory: await memoryOf(measured) };
  });
}

function measureNewLogins(setup) {
  return withTom(setup, { TOM_WORKER_SESSION_IDLE_TTL: '0' }, async ({ callers, devices, timed }) => {
    const jobsARound = devices.length * JOBS_PER_DEVICE;
    const rounds = (isOver) => (begun) => begun > 0 && begun % jobsARound === 0 && isOver(begun);
    await callers.run(CALLERS, devices, rounds(forJobs(LOGIN_WARM_UP)));
    return timed('newLogins', () => callers.run(CALLERS, devices, rounds(forMs(MEASURE_MS))));
  });
}

function figuresTable(results) {
  const modes = Object.values(results);
  const row = (name, cell, aim = '') => [name, ...modes.map(cell), aim];
  const latencyRows = (phase, aims = {}) =>
    ['p50', 'p95', 'p99'].map((rank) => row(`  ${rank}`, (mode) => ms(mode[phase].latencyMs[rank]), aims[rank]));
  const rate = (phase, aim) => row('  jobs', (mode) => perSecond(mode[phase].jobsPerSecond), aim);
  return table([
    ['', ...Object.keys(results), 'aim'],
    row(TITLES.latency, () => ''),
    ...latencyRows('latency', { p50: '< 5 ms' }),
    row(TITLES.warm, () => ''),
    rate('warm', '> 1000 /s'),
    ...latencyRows('warm'),
    row(TITLES.newLogins, () => ''),
    rate('newLogins', '> 200 /s'),
    ...latencyRows('newLogins'),
  ]);
}

function processesTable(results) {
  const rows = Object.entries(results).flatMap(([mode, { latency, warm, newLogins, memory }]) =>
    Object.entries(memory).map(([name, used]) => [
      `${mode}: ${name}`,
      mebibytes(used?.rssBytes),
      mebibytes(used?.peakRssBytes),
      ...[latency, warm, newLogins].map(({ cpuMsPerJob }) => ms(cpuMsPerJob[name])),
    ]),
  );
  return table([['Process', 'memory', 'peak', 'CPU a job: one caller', 'warm', 'log-in each'], ...rows]);
}

/** Measures both ways to run Tom and gives the figures, as data and as text. */
export async function run({ processes, environment }) {
  const results = {};
  const modes = Object.keys(MODES).filter((mode) => mode !== 'distributed' || hasRedisServer());
  for (const mode of modes) {
    const setup = { processes, mode, environment };
    results[mode] = { ...(await measureWarm(setup)), newLogins: await measureNewLogins(setup) };
  }
  const notes = [
    `Command: "${COMMAND}" with wait=true. Lab, callers and Tom share this machine.`,
    'The Python broker, on two cores, with a log-in each time because it keeps no sessions: 14 to 357 ms a command, 17 to 175 jobs/s.',
  ];
  if (!('distributed' in results)) notes.push('Distributed was skipped: redis-server is not installed.');
  return { results, text: [figuresTable(results), processesTable(results), notes.join('\n')].join('\n\n') };
}
