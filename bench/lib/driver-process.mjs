// The driver engine in a process of its own: prepares a phase, prints `ready`, measures when it is told to (SIGUSR2), and
// prints `result` with the figures. Arguments: phase, ports of the devices, user name and password.
import 'reflect-metadata';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ROOT } from '../../scripts/lib/project.mjs';
import { percentiles } from './report.mjs';
import { Client } from 'ssh2';
import { textRates } from './text-rates.mjs';

const dist = (file) => import(join(ROOT, 'dist', file));

const LOGINS = { warmUp: 300, measured: 500 };
const COMMANDS = { warmUp: 3_000, measured: 5_000 };
const COMMANDS_A_DEVICE = { warmUp: 100, measured: 200 };
const COMMAND = 'show clock';
/** `#` */
const PROMPT_END = 0x23;
/** As long as the engine waits (`prompt_quiet_ms`). */
const QUIET_MS = 2;
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

/** Commands on all devices at once, one after the other on each: the process never sleeps. */
async function commandsTogether({ sessions }) {
  const { warmUp, measured } = COMMANDS_A_DEVICE;
  const inTurn = async (session, count) => {
    for (let number = 0; number < count; number++) await session.sendCommand(COMMAND);
  };
  const onAll = (work) =>
    Promise.all(ports.map((_, number) => sessions.use(target(number), credential, work, { repeatable: false })));
  await onAll((session) => inTurn(session, warmUp));
  await startSignal();
  const before = cpuMs();
  await onAll((session) => inTurn(session, measured));
  return { cpuMs: (cpuMs() - before) / (measured * ports.length) };
}

/** What Node.js and ssh2 take for the same bytes, with the same silence after them: nobody reads what they say. */
async function bareCommands() {
  const client = new Client();
  client.connect({ host: '127.0.0.1', port: ports[0], username, password, hostVerifier: () => true });
  await once(client, 'ready');
  client.setNoDelay(true);
  const [shell] = await new Promise((resolve, reject) =>
    client.shell((error, channel) => (error === undefined ? resolve([channel]) : reject(error))),
  );
  let heard = () => undefined;
  shell.on('data', (bytes) => bytes.at(-1) === PROMPT_END && heard());
  const ask = async () => {
    const answered = new Promise((resolve) => (heard = resolve));
    shell.write(`${COMMAND}\r`);
    await answered;
    await delay(QUIET_MS);
  };
  await measureEach(COMMANDS.warmUp, ask);
  await startSignal();
  const result = await measureEach(COMMANDS.measured, ask);
  client.end();
  return result;
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
  commandsTogether: { work: commandsTogether, settings: KEEP },
  bareCommands: { work: bareCommands, settings: {} },
  warmSessions: { work: warmSessions, settings: KEEP },
  burst: { work: burst, settings: KEEP },
  text: { work: text, settings: {} },
};

const { work, settings } = PHASES[phase];
console.log(`result ${JSON.stringify(await withDevices(work, settings))}`);
// Until it is ended: a profile may have to be written.
setInterval(() => undefined, 1_000);
