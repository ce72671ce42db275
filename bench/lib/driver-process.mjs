// The driver engine in a process of its own: prepares a phase, prints `ready`, measures when it is told to (SIGUSR2), and
// prints `result` with the figures. Arguments: phase, ports of the devices, user name and password.
import 'reflect-metadata';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT } from '../../scripts/lib/project.mjs';
import { percentiles } from './report.mjs';
import { textRates } from './text-rates.mjs';

const dist = (file) => import(join(ROOT, 'dist', file));

const LOGINS = { warmUp: 300, measured: 500 };
const COMMANDS = { warmUp: 3_000, measured: 5_000 };
const COMMAND = 'show clock';
const SESSIONS = 1_000;
const SESSIONS_AT_A_TIME = 10;
/** As long as from one keepalive to the next (the default of `ssh_keepalive`). */
const IDLE_MS = 30_000;
const BURST = 500;

const [phase, portList, username, password] = process.argv.slice(2);
const ports = portList.split(',').map(Number);
const { Secret } = await dist('common/secret.js');
const { withDevices } = await dist('device-tools/tool-devices.js');
const credential = { id: 'bench', username, password: new Secret(password) };

/** Sessions of different numbers are never shared. */
const target = (number) => ({
  host: '127.0.0.1',
  port: ports[number % ports.length],
  driver: 'cisco_ios',
  options: { number },
});

const cpuMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

async function startSignal() {
  const staysAlive = setInterval(() => undefined, 1_000);
  const started = once(process, 'SIGUSR2');
  console.log('ready');
  await started;
  clearInterval(staysAlive);
}

/** What one of many takes, one after the other. */
async function measureEach(count, work) {
  const times = [];
  const before = cpuMs();
  for (let number = 0; number < count; number++) {
    const start = performance.now();
    await work(number);
    times.push(performance.now() - start);
  }
  return { timeMs: percentiles(times), cpuMs: (cpuMs() - before) / count };
}

/** Opens a session, asks one thing, and keeps the session where the settings say so. */
const open = ({ sessions }, number) =>
  sessions.use(target(number), credential, async (session) => session.platform, { repeatable: true });

async function logins(devices) {
  const logIn = (number) => open(devices, number);
  await measureEach(LOGINS.warmUp, logIn);
  await startSignal();
  return measureEach(LOGINS.measured, logIn);
}

async function commands({ sessions }) {
  const run = async (session) => {
    const ask = () => session.sendCommand(COMMAND);
    await measureEach(COMMANDS.warmUp, ask);
    await startSignal();
    return measureEach(COMMANDS.measured, ask);
  };
  return sessions.use(target(0), credential, run, { repeatable: false });
}

async function warmSessions(devices) {
  const rssBefore = process.memoryUsage().rss;
  for (let number = 0; number < SESSIONS; number += SESSIONS_AT_A_TIME) {
    await Promise.all(Array.from({ length: SESSIONS_AT_A_TIME }, (_, index) => open(devices, number + index)));
  }
  await startSignal();
  const before = { cpuMs: cpuMs(), at: performance.now() };
  await delay(IDLE_MS);
  const sessions = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
  const idlePercent = (100 * (cpuMs() - before.cpuMs)) / (performance.now() - before.at);
  return { sessions, rssBytes: process.memoryUsage().rss, rssBefore, idlePercent };
}

async function burst(devices) {
  await startSignal();
  const start = performance.now();
  const before = cpuMs();
  const outcomes = await Promise.allSettled(Array.from({ length: BURST }, (_, number) => open(devices, number)));
  const failures = outcomes.filter(({ status }) => status === 'rejected').map(({ reason }) => reason.message);
  return { logins: BURST, failures, elapsedMs: performance.now() - start, cpuMs: cpuMs() - before };
}

async function text({ platforms }) {
  await startSignal();
  return textRates(platforms.resolve('cisco_ios'));
}

const KEEP = { session_idle_ttl: 3600, max_sessions: 2 * SESSIONS };
const PHASES = {
  logins: { work: logins, settings: { session_idle_ttl: 0 } },
  commands: { work: commands, settings: KEEP },
  warmSessions: { work: warmSessions, settings: KEEP },
  burst: { work: burst, settings: KEEP },
  text: { work: text, settings: {} },
};

const { work, settings } = PHASES[phase];
console.log(`result ${JSON.stringify(await withDevices(work, settings))}`);
// Until it is ended: a profile may have to be written.
setInterval(() => undefined, 1_000);
