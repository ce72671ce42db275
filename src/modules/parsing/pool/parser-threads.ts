import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Piscina } from 'piscina';
import type { PluginReference } from '../../plugins/plugin-reference.js';
import type { LoadedThread, ParseReply, ParseTask, StartedTask, ThreadData } from './parse-task.js';

/** Threads run compiled code: from the sources (under a test runner) it is that of the last build. */
const WORKER_FILE = join(import.meta.dirname.replace('/src/modules/', '/dist/modules/'), 'parse.worker.js');

/** How long a thread may take to load its modules before it is ended all the same. */
const LOADING_MS = 5_000;
const LOOK_EVERY_MS = 10;

/** A task in a thread of its own. */
export class RunningParse {
  private readonly abort = new AbortController();
  private readonly reply: Promise<ParseReply>;

  constructor(
    run: (signal: AbortSignal) => Promise<ParseReply>,
    /** Resolves when the thread begins with the task. */
    private readonly started: Promise<void>,
  ) {
    this.reply = run(this.abort.signal);
    // Whoever stops a task does not wait for it any more.
    this.reply.catch(() => {});
  }

  /** Whether the thread begins, or ends, within this time. Rejects when the thread breaks down. */
  async beginsWithin(ms: number): Promise<boolean> {
    const begun = Promise.race([this.started, this.reply]).then(() => true as const);
    return (await this.unlessLater(begun, ms)) ?? false;
  }

  /** The reply, if it comes within this time. Rejects when the thread breaks down. */
  async replyWithin(ms: number): Promise<ParseReply | undefined> {
    return this.unlessLater(this.reply, ms);
  }

  /** Ends the thread, whatever it is doing; another one takes its place. */
  stop(): void {
    this.abort.abort();
  }

  private async unlessLater<T>(awaited: Promise<T>, ms: number): Promise<T | undefined> {
    const timer = new AbortController();
    const later = delay(ms, undefined, { signal: timer.signal }).catch(() => undefined);
    try {
      return await Promise.race([awaited, later]);
    } finally {
      timer.abort();
    }
  }
}

/** Threads that parse, each one output at a time. They are started as they are needed. */
export class ParserThreads {
  private readonly threads: Piscina;
  private readonly starting = new Map<number, () => void>();
  private readonly loaded = new Set<number>();
  private lastId = 0;

  constructor(maxThreads: number, plugins: readonly PluginReference[]) {
    this.threads = new Piscina({
      filename: WORKER_FILE,
      minThreads: 1,
      maxThreads,
      workerData: { plugins } satisfies ThreadData,
    });
    this.threads.on('message', (message: StartedTask | LoadedThread) => {
      if ('loadedThread' in message) this.loaded.add(message.loadedThread);
      else this.starting.get(message.startedId)?.();
    });
  }

  /** The caller sees to it that there are no more of them at a time than threads. */
  start(task: ParseTask): RunningParse {
    const id = ++this.lastId;
    const started = new Promise<void>((resolve) => this.starting.set(id, resolve));
    const run = async (signal: AbortSignal): Promise<ParseReply> => {
      try {
        return (await this.threads.run({ ...task, id }, { signal })) as ParseReply;
      } finally {
        this.starting.delete(id);
      }
    };
    return new RunningParse(run, started);
  }

  /** Node.js aborts the whole process when a thread is ended that loads its modules: so long it is waited for. */
  async close(): Promise<void> {
    const endsAt = Date.now() + LOADING_MS;
    while (this.isLoading && Date.now() < endsAt) await delay(LOOK_EVERY_MS);
    await this.threads.destroy();
  }

  private get isLoading(): boolean {
    return this.threads.threads.some(({ threadId }) => threadId > 0 && !this.loaded.has(threadId));
  }
}
