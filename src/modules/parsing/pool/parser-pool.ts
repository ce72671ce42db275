import { availableParallelism } from 'node:os';
import { errorMessage, TomError } from '../../../common/tom-error.js';
import type { PluginReference } from '../../plugins/plugin-reference.js';
import { OutputTooLongError, ParseFailedError, ParserBusyError, ParseTimeoutError } from '../parsing.errors.js';
import { Lane, type LanePlace } from './lane.js';
import type { ParsedData, ParseReply, ParseTask } from './parse-task.js';
import { ParserThreads, type RunningParse } from './parser-threads.js';

export interface ParserPoolLimits {
  /** How long one output may take, from when a thread begins with it. */
  readonly timeoutMs: number;
  /** How long one output may wait for a thread. */
  readonly waitMs: number;
  /** Longest output, in bytes of UTF-8. */
  readonly maxOutputBytes: number;
  /** Most rows one output may give. */
  readonly maxRows: number;
}

export interface ParserPoolOptions extends ParserPoolLimits {
  /** What threads load before they parse; default none. */
  readonly plugins?: readonly PluginReference[];
}

/** What is to be parsed, and the names for messages. */
export interface ParseJob extends Omit<ParseTask, 'maxRows'> {
  /** Name of the template. */
  readonly template: string;
}

const THREADS_PER_LANE = Math.min(4, availableParallelism());

/** What is not parsed by then is slow. */
const TURN_MS = 250;

/**
 * Parses outputs in threads, each with a deadline. Every output gets a short turn in the quick lane; what takes longer goes on
 * in the slow lane, where templates that never end wait for each other alone.
 */
export class ParserPool {
  private threads: ParserThreads | undefined;
  private readonly quick = new Lane(THREADS_PER_LANE);
  private readonly slow = new Lane(THREADS_PER_LANE);

  constructor(private readonly limits: ParserPoolOptions) {}

  /**
   * What a parser makes of an output. Throws `OutputTooLongError`, `ParseTimeoutError`, `ParseFailedError`, or `ParserBusyError`
   * when no thread was free in time.
   */
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
    const { message, details } = reply.failure;
    const where = typeof details.state === 'string' ? ` in state ${details.state}` : '';
    throw new ParseFailedError(`template "${template}" cannot read this output${where}: ${message}`, {
      details: { template, ...details },
    });
  }

  async close(): Promise<void> {
    await this.threads?.close();
  }

  private async run(task: ParseTask, template: string): Promise<ParseReply> {
    const { timeoutMs } = this.limits;
    const turnMs = Math.min(TURN_MS, timeoutMs);
    const reply = await this.inLane(this.quick, task, template, async (parse, place) => {
      const early = await parse.replyWithin(turnMs);
      if (early !== undefined || !place.moveTo(this.slow)) return early;
      return this.finish(parse, timeoutMs - turnMs, template);
    });
    return reply ?? this.inLane(this.slow, task, template, (parse) => this.finish(parse, timeoutMs, template));
  }

  /** Starts a task once there is a place, and ends it when the caller has done with it. */
  private async inLane<T>(
    lane: Lane,
    task: ParseTask,
    template: string,
    use: (parse: RunningParse, place: LanePlace) => Promise<T>,
  ): Promise<T> {
    const place = await lane.enter(this.limits.waitMs);
    if (place === undefined) throw this.busy(template);
    this.threads ??= new ParserThreads(2 * THREADS_PER_LANE, this.limits.plugins ?? []);
    const parse = this.threads.start(task);
    try {
      if (!(await parse.beginsWithin(this.limits.waitMs))) throw this.busy(template);
      return await use(parse, place);
    } catch (error) {
      throw error instanceof TomError ? error : this.brokenDown(template, error);
    } finally {
      parse.stop();
      place.leave();
    }
  }

  private async finish(parse: RunningParse, restMs: number, template: string): Promise<ParseReply> {
    const reply = await parse.replyWithin(restMs);
    if (reply !== undefined) return reply;
    throw new ParseTimeoutError(
      `template "${template}" did not finish with this output within ${this.limits.timeoutMs} ms (parse_timeout_ms)`,
    );
  }

  private busy(template: string): ParserBusyError {
    return new ParserBusyError(
      `no parsing thread was free for template "${template}" within ${this.limits.waitMs} ms (parse_wait_ms); other outputs ` +
        'take long to parse; ask again later',
    );
  }

  private brokenDown(template: string, cause: unknown): ParseFailedError {
    return new ParseFailedError(`template "${template}" broke the parsing thread: ${errorMessage(cause)}`, { cause });
  }
}
