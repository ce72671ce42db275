import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freePort } from './free-port.js';
import { TomClient } from './tom-client.js';

const DIST = join(import.meta.dirname, '../../dist');

const START_DEADLINE_MS = 60_000;

interface ProcessOptions {
  readonly entry: 'main' | 'worker';
  readonly cwd: string;
  /** Settings by their keys; handed over in the environment. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Further options of Node's. */
  readonly nodeOptions?: readonly string[];
}

function environmentOf({ entry, settings }: ProcessOptions): NodeJS.ProcessEnv {
  const prefix = entry === 'main' ? 'TOM_' : 'TOM_WORKER_';
  const variables = Object.entries(settings).map(([key, value]) => [prefix + key.toUpperCase(), String(value)]);
  return { PATH: process.env.PATH, ...(Object.fromEntries(variables) as Record<string, string>) };
}

/** A controller or worker of Tom's in a process of its own, as built. */
export class TomProcess {
  private readonly lines: string[] = [];
  /** Resolves once it has ended and all that it wrote was read. */
  private readonly closed: Promise<void>;

  private constructor(
    readonly child: ChildProcess,
    /** Asks it over HTTP; nothing answers for a worker. */
    readonly client: TomClient,
  ) {
    this.closed = new Promise((resolve) => child.once('close', () => resolve()));
    for (const stream of [child.stdout, child.stderr]) {
      if (stream !== null) createInterface(stream).on('line', (line) => this.lines.push(line));
    }
  }

  static async controller(options: Omit<ProcessOptions, 'entry'>): Promise<TomProcess> {
    const port = await freePort();
    const settings = { host: '127.0.0.1', ...options.settings, port };
    return TomProcess.start({ ...options, settings, entry: 'main' }, 'listens at', `http://127.0.0.1:${port}`);
  }

  /** @param readyText what its log says when it counts as started */
  static async worker(options: Omit<ProcessOptions, 'entry'>, readyText = 'worker ready'): Promise<TomProcess> {
    return TomProcess.start({ ...options, entry: 'worker' }, readyText, 'http://127.0.0.1:1');
  }

  private static async start(options: ProcessOptions, readyText: string, base: string): Promise<TomProcess> {
    const { entry, cwd, nodeOptions = [] } = options;
    const file = join(DIST, entry === 'main' ? 'main.js' : 'worker.main.js');
    const child = spawn(process.execPath, [...nodeOptions, file], { cwd, env: environmentOf(options) });
    const started = new TomProcess(child, new TomClient(base));
    const end = Date.now() + START_DEADLINE_MS;
    while (!started.log.includes(readyText)) {
      if (started.hasEnded || Date.now() > end) {
        await started.stop('SIGKILL');
        throw new Error(`${entry} did not start:\n${started.log}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return started;
  }

  /** All that it has written to its log. */
  get log(): string {
    return this.lines.join('\n');
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** Ends it and waits for that; `SIGKILL` as a crash would. Its log is complete then. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (!this.hasEnded) this.child.kill(signal);
    await this.closed;
  }
}
