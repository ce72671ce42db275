// The job engine: what it adds to a job, one device that many want, several workers, and how it grows.
import { setTimeout as delay } from 'node:timers/promises';
import { engineSettings, queueOf, runJob, startEngine, withEngine } from './lib/job-engine.mjs';
import { Callers, forJobs } from './lib/load.mjs';
import { mebibytes, ms, percentiles, perSecond, table } from './lib/report.mjs';
import { simulatedWorker } from './lib/simulated-devices.mjs';
import { MODES, hasRedisServer, startLab } from './lib/tom.mjs';

const OVERHEAD_JOBS = { warmUp: 1_000, measured: 2_000 };
const CONTENTION = { jobs: 20, deviceMs: 50, rounds: 3 };
const WORKERS = [1, 2, 4];
const FAN_OUT = { devices: 400, jobs: 2_400, deviceMs: 50, warmUp: 400, callers: 400 };
const GROWTH = { jobs: 8_000, warmUp: 2_000, callers: 200 };
const DEVICES = { counts: [100, 1_000, 10_000], partitions: 16 };
const PARTITIONS = { counts: [1, 16, 64], devices: 1_000 };
/** Workers share the partitions out when the first of them is told of the last. */
const SETTLE_MS = 2_000;

const deviceNames = (count) => Array.from({ length: count }, (_, index) => `device-${index}`);

/** Runs jobs on the devices in turn, some at a time; gives jobs a second. */
async function runAll(run, devices, { jobs, callers }) {
  let begun = 0;
  const caller = async () => {
    while (begun < jobs) await run(devices[begun++ % devices.length]);
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: Math.min(callers, jobs) }, caller));
  return jobs / ((performance.now() - startedAt) / 1000);
}

/** From the order to the known end of a job whose device answers at once. */
async function overheadOf(run) {
  for (let job = 0; job < OVERHEAD_JOBS.warmUp; job++) await run('device');
  const timesMs = [];
  for (let job = 0; job < OVERHEAD_JOBS.measured; job++) {
    const startedAt = performance.now();
    await run('device');
    timesMs.push(performance.now() - startedAt);
  }
  return percentiles(timesMs);
}

async function memoryOverhead() {
  const settings = await engineSettings({});
  const app = await startEngine(settings, await simulatedWorker(settings, 0));
  const queue = await queueOf(app);
  const result = await overheadOf((device) => runJob(queue, device));
  await app.close();
  return result;
}

function redisOverhead(processes) {
  return withEngine(processes, { workers: 1, deviceMs: 0 }, ({ runJob: run }) => overheadOf(run));
}

/** As many callers at once as there are jobs, through all of Tom, for one device whose commands take 50 ms. */
async function contention(processes, mode, environment) {
  const { jobs, deviceMs, rounds } = CONTENTION;
  const lab = await startLab(processes, 1, [`delayMs=${deviceMs}`]);
  const tom = await MODES[mode](processes, { ...lab.settings, ...environment });
  const callers = new Callers({ urls: tom.urls, command: 'show version' });
  try {
    const elapsedMs = [];
    // The first round logs in and is not counted.
    for (let round = 0; round <= rounds; round++) {
      const run = await callers.run(jobs, lab.names, forJobs({ jobs, ms: 60_000 }));
      if (round > 0) elapsedMs.push(run.elapsedMs);
    }
    return elapsedMs.sort((a, b) => a - b)[Math.floor(rounds / 2)];
  } finally {
    callers.close();
    await processes.stopAll();
  }
}

function fanOut(processes, workers) {
  const { deviceMs, devices, jobs, warmUp, callers } = FAN_OUT;
  return withEngine(processes, { workers, deviceMs }, async ({ runJob: run }) => {
    await delay(SETTLE_MS);
    await runAll(run, deviceNames(devices), { jobs: warmUp, callers });
    return { jobsPerSecond: await runAll(run, deviceNames(devices), { jobs, callers }) };
  });
}

function growth(processes, devices, partitions) {
  const { jobs, warmUp, callers } = GROWTH;
  return withEngine(processes, { workers: 1, deviceMs: 0, partitions }, async ({ runJob: run, workers, redis }) => {
    const [worker] = workers;
    await runAll(run, deviceNames(devices), { jobs: warmUp, callers });
    const cpuOf = async () => [(await worker.cpuMs()) ?? NaN, (await redis.cpuMs()) ?? NaN];
    const before = await cpuOf();
    const jobsPerSecond = await runAll(run, deviceNames(devices), { jobs, callers });
    const [workerCpuMs, redisCpuMs] = (await cpuOf()).map((cpuMs, index) => (cpuMs - before[index]) / jobs);
    return { jobsPerSecond, workerCpuMs, redisCpuMs, memory: (await worker.memory())?.rssBytes };
  });
}

async function measureAll({ processes, environment }) {
  const results = { overhead: { memory: await memoryOverhead() }, contention: {}, fanOut: {}, growth: {} };
  results.contention.embedded = await contention(processes, 'embedded', environment);
  if (!hasRedisServer()) return results;
  results.overhead.Redis = await redisOverhead(processes);
  results.contention.distributed = await contention(processes, 'distributed', environment);
  for (const workers of WORKERS) results.fanOut[workers] = await fanOut(processes, workers);
  for (const count of DEVICES.counts)
    results.growth[`${count} devices, ${DEVICES.partitions} partitions`] = await growth(
      processes,
      count,
      DEVICES.partitions,
    );
  for (const count of PARTITIONS.counts)
    results.growth[`${PARTITIONS.devices} devices, ${count} partitions`] ??= await growth(
      processes,
      PARTITIONS.devices,
      count,
    );
  return results;
}

function tables({ overhead, contention: busy, fanOut: fan, growth: grown }) {
  const idealMs = CONTENTION.jobs * CONTENTION.deviceMs;
  const one = fan[WORKERS[0]]?.jobsPerSecond;
  return [
    table([
      ['From the order to its end, one at a time', 'p50', 'p95', 'p99'],
      ...Object.entries(overhead).map(([name, { p50, p95, p99 }]) => [`  ${name}`, ms(p50), ms(p95), ms(p99)]),
    ]),
    table([
      [`${CONTENTION.jobs} jobs of ${CONTENTION.deviceMs} ms at one device`, 'time', `over ${idealMs} ms`, 'aim'],
      ...Object.entries(busy).map(([mode, time]) => [
        `  ${mode}`,
        ms(time),
        `${((time / idealMs - 1) * 100).toFixed(1)} %`,
        '≤ 15 %',
      ]),
    ]),
    table([
      [`${FAN_OUT.devices} devices of ${FAN_OUT.deviceMs} ms, concurrency 10`, 'jobs', 'to one worker'],
      ...Object.entries(fan).map(([workers, { jobsPerSecond }]) => [
        `  ${workers} worker${workers === '1' ? '' : 's'}`,
        perSecond(jobsPerSecond),
        `× ${(jobsPerSecond / one).toFixed(2)}`,
      ]),
    ]),
    table([
      ['Growth, devices that answer at once', 'jobs', 'CPU a job: worker', 'Redis', 'memory'],
      ...Object.entries(grown).map(([name, { jobsPerSecond, workerCpuMs, redisCpuMs, memory }]) => [
        `  ${name}`,
        perSecond(jobsPerSecond),
        ms(workerCpuMs),
        ms(redisCpuMs),
        mebibytes(memory),
      ]),
    ]),
  ];
}

/** Measures the job engine and gives the figures, as data and as text. */
export async function run(setup) {
  const results = await measureAll(setup);
  const notes = hasRedisServer() ? [] : ['All but memory was skipped: redis-server is not installed.'];
  return { results, text: [...tables(results), ...notes].join('\n\n') };
}
