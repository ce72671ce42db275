import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Piscina } from 'piscina';
import { OutputTooLongError, ParseFailedError, ParseTimeoutError } from '../parsing.errors.js';
import type { ParsedData, ParseReply, ParseTask } from './parse-task.js';

export interface ParserPoolLimits {
  /** How long one output may take, waiting for a free thread included. */
  readonly timeoutMs: number;
  /** Longest output, in bytes of UTF-8. */
  readonly maxOutputBytes: number;
  /** Most rows one output may give. */
  readonly maxRows: number;
}

/** What is to be parsed, and the names for messages. */
export interface ParseJob extends Omit<ParseTask, 'maxRows'> {
  /** Name of the template. */
  readonly template: string;
}

const MAX_THREADS = 4;

/** Threads run compiled code: from the sources (under a test runner) it is that of the last build. */
const WORKER_FILE = join(import.meta.dirname.replace('/src/modules/', '/dist/modules/'), 'parse.worker.js');

/** A thread that is in the middle of a template that never ends is given up: its caller gets an error, nobody else waits. */
export class ParserPool {
  private threads: Piscina | undefined;

  constructor(private readonly limits: ParserPoolLimits) {}

  /** What a parser makes of an output. Throws `OutputTooLongError`, `ParseTimeoutError` or `ParseFailedError`. */
  async parse({ template, ...task }: ParseJob): Promise<ParsedData> {
    const { maxOutputBytes, maxRows } = this.limits;
    const bytes = Buffer.byteLength(task.output);
    if (bytes > maxOutputBytes) {
      throw new OutputTooLongError(
        `the output of ${bytes} bytes is longer than max_parse_output_bytes (${maxOutputBytes})`,
      );
    }
    const reply = await this.run({ ...task, maxRows }, template);
    if (!('failure' in reply)) return reply;
    throw new ParseFailedError(`template "${template}" cannot read this output: ${reply.failure.message}`, {
      details: { template, ...reply.failure.details },
    });
  }

  async close(): Promise<void> {
    await this.threads?.destroy();
  }

  private async run(task: ParseTask, template: string): Promise<ParseReply> {
    this.threads ??= new Piscina({
      filename: WORKER_FILE,
      minThreads: 1,
      maxThreads: Math.min(MAX_THREADS, availableParallelism()),
    });
    const { timeoutMs } = this.limits;
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return (await this.threads.run(task, { signal })) as ParseReply;
    } catch (error) {
      if (!signal.aborted) throw error;
      throw new ParseTimeoutError(
        `template "${template}" did not finish with this output within ${timeoutMs} ms (parse_timeout_ms)`,
      );
    }
  }
}
