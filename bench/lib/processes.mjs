// The processes of a bench: each logs to a file of its own, and all are gone when the bench ends, however it ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const START_DEADLINE_MS = 30_000;
const STOP_GRACE_MS = 5_000;
const LOOK_EVERY_MS = 20;
/** Linux counts processor time in hundredths of a second (USER_HZ). */
const TICK_MS = 10;
const PROFILER = new URL('./profiler.mjs', import.meta.url).href;

async function lookUntil(condition, deadlineMs) {
  const end = Date.now() + deadlineMs;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (Date.now() > end) return undefined;
    await delay(LOOK_EVERY_MS);
  }
}

/** One process under measurement. */
export class BenchProcess {
  #child;
  #logFile;

  constructor(name, child, logFile) {
    this.name = name;
    this.#child = child;
    this.#logFile = logFile;
  }

  get hasEnded() {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Resolves with the match once the process has written it to its log. */
  async ready(pattern, deadlineMs = START_DEADLINE_MS) {
    const match = await lookUntil(async () => {
      const found = pattern.exec(await readFile(this.#logFile, 'utf8'));
      if (found === null && this.hasEnded) throw await this.#failure('ended before it was ready');
      return found;
    }, deadlineMs);
    if (match === undefined) throw await this.#failure(`was not ready after ${deadlineMs / 1000} s`);
    return match;
  }

  /** Processor time used so far, in milliseconds; `undefined` on systems without /proc. */
  async cpuMs() {
    const stat = await readFile(`/proc/${this.#child.pid}/stat`, 'utf8').catch(() => undefined);
    if (stat === undefined) return undefined;
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13);
    return (Number(user) + Number(system)) * TICK_MS;
  }

  /** Resident memory now and at its peak, in bytes; `undefined` on systems without /proc. */
  async memory() {
    const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8').catch(() => undefined);
    if (status === undefined) return undefined;
    const bytes = (field) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024;
    return { rssBytes: bytes('VmRSS'), peakRssBytes: bytes('VmHWM') };
  }

  get isProfilable() {
    return this.#child.connected;
  }

  async tellProfiler(message) {
    const done = once(this.#child, 'message');
    this.#child.send(message);
    await done;
  }

  signal(signal) {
    if (!this.hasEnded) this.#child.kill(signal);
  }

  async stop() {
    if (this.hasEnded) return;
    const ended = once(this.#child, 'exit');
    this.signal('SIGTERM');
    const isLate = await Promise.race([ended.then(() => false), delay(STOP_GRACE_MS, true, { ref: false })]);
    if (isLate) this.signal('SIGKILL');
    await ended;
  }

  async #failure(what) {
    const log = await readFile(this.#logFile, 'utf8');
    return new Error(`${this.name} ${what}; the end of its log:\n${log.slice(-2000)}`);
  }
}

/** Starts processes in a folder of their own and ends them. */
export class Processes {
  #running = [];
  #profileDirectory;
  #started = 0;

  constructor(folder, profileDirectory) {
    this.folder = folder;
    this.#profileDirectory = profileDirectory;
    process.once('exit', () => this.#killAll());
    process.once('SIGINT', () => process.exit(130));
    process.once('SIGTERM', () => process.exit(143));
  }

  /** `profileDirectory` is where `profiled` puts its profiles; without it there are none. */
  static async create(profileDirectory) {
    return new Processes(await mkdtemp(join(tmpdir(), 'tom-bench-')), profileDirectory);
  }

  /** Starts a program; it sees no environment besides `env` and PATH. */
  start(name, program, args, env = {}, stdio = []) {
    const logFile = join(this.folder, `${++this.#started}-${name}.log`);
    const log = openSync(logFile, 'w');
    const child = spawn(program, args, {
      cwd: this.folder,
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', log, log, ...stdio],
    });
    closeSync(log);
    child.on('error', () => undefined);
    const started = new BenchProcess(name, child, logFile);
    this.#running.push(started);
    return started;
  }

  /** Starts a script with this Node. */
  startNode(name, script, args = [], env = {}) {
    const profiler = this.#profileDirectory === undefined ? [] : ['--import', PROFILER];
    return this.start(name, process.execPath, [...profiler, script, ...args], env, profiler.length > 0 ? ['ipc'] : []);
  }

  /** Runs `work` while all scripts that run write a CPU profile, where profiles are wanted: `<title>.<process>.cpuprofile`. */
  async profiled(title, work) {
    const directory = this.#profileDirectory;
    if (directory === undefined) return work();
    const scripts = this.#running.filter((one) => one.isProfilable);
    await Promise.all(scripts.map((one) => one.tellProfiler({})));
    const result = await work();
    await Promise.all(
      scripts.map((one) => one.tellProfiler({ file: join(directory, `${title}.${one.name}.cpuprofile`) })),
    );
    return result;
  }

  /** Ends all that run, the last started first. */
  async stopAll() {
    for (const one of this.#running.splice(0).reverse()) await one.stop();
  }

  #killAll() {
    this.#running.forEach((one) => one.signal('SIGKILL'));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
