import { randomUUID } from 'node:crypto';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { errorMessage } from '../../common/tom-error.js';
import type { SharedState } from './shared-state.port.js';
import { NoWorkerAnswerError, WorkerRefusalError } from './state.errors.js';

/** How often a worker without Redis tries to hear of questions. */
const LISTEN_AGAIN_MS = 2_000;

/** Answers one kind of question. What it rejects with becomes the asker's error: its message goes over the wire. */
export type AnswerHandler = (payload: unknown) => Promise<unknown>;

interface Question {
  readonly id: string;
  /** Channel for the answer. */
  readonly replyTo: string;
  /** How long the asker waits. */
  readonly timeoutMs: number;
  readonly payload: unknown;
}

interface Reply {
  readonly id: string;
  readonly answer?: unknown;
  /** A sentence, in place of an answer. */
  readonly refusal?: string;
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Questions of a controller that one worker answers: what only workers can know, a list of credential ids for one.
 * Payloads and answers are JSON and pass through the shared state, so no secret belongs in them.
 */
export class WorkerQuestions implements OnApplicationShutdown {
  readonly #logger = new Logger('State');
  readonly #state: SharedState;
  readonly #id = randomUUID();
  readonly #waiting = new Map<string, Waiting>();
  readonly #ends: (() => Promise<void>)[] = [];
  readonly #retries = new Set<NodeJS.Timeout>();
  #replies: Promise<unknown> | undefined;

  constructor(state: SharedState) {
    this.#state = state;
  }

  /**
   * The answer of whichever worker takes the question.
   * @throws NoWorkerAnswerError when none has come in time, WorkerRefusalError with the worker's sentence,
   * StateUnavailableError when the question cannot be asked
   */
  async ask(topic: string, payload: unknown, timeoutMs: number): Promise<unknown> {
    await this.#hearReplies();
    const question: Question = { id: randomUUID(), replyTo: replyChannel(this.#id), timeoutMs, payload };
    let timer: NodeJS.Timeout | undefined;
    const answer = new Promise((resolve, reject) => {
      this.#waiting.set(question.id, { resolve, reject });
      timer = setTimeout(() => reject(noAnswer(topic, timeoutMs)), timeoutMs);
    });
    const asking = this.#state.publish(questionChannel(topic), JSON.stringify(question));
    try {
      const [given] = await Promise.all([answer, asking]);
      return given;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(question.id);
    }
  }

  /** Takes the questions of a topic, from now on or from when the store is there. */
  async answer(topic: string, handler: AnswerHandler): Promise<void> {
    const hear = (message: string): void => void this.#reply(JSON.parse(message) as Question, handler);
    try {
      this.#ends.push(await this.#state.subscribe(questionChannel(topic), hear));
    } catch {
      // The store is away and says so itself.
      const retry = setTimeout(() => {
        this.#retries.delete(retry);
        void this.answer(topic, handler);
      }, LISTEN_AGAIN_MS).unref();
      this.#retries.add(retry);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    for (const retry of this.#retries) clearTimeout(retry);
    for (const end of this.#ends.splice(0)) await end().catch((error: unknown) => this.#failed(error));
  }

  async #reply({ id, replyTo, timeoutMs, payload }: Question, handler: AnswerHandler): Promise<void> {
    try {
      // All workers hear a question, and one has the work.
      const lease = await this.#state.acquireLease(`question:${id}`, this.#id, timeoutMs);
      if (lease === undefined) return;
      const reply: Reply = await handler(payload).then(
        (answer) => ({ id, answer }),
        (error: unknown) => ({ id, refusal: errorMessage(error) }),
      );
      await this.#state.publish(replyTo, JSON.stringify(reply));
    } catch (error) {
      this.#failed(error);
    }
  }

  async #hearReplies(): Promise<void> {
    this.#replies ??= this.#state
      .subscribe(replyChannel(this.#id), (message) => this.#settle(JSON.parse(message) as Reply))
      .then((end) => this.#ends.push(end));
    try {
      await this.#replies;
    } catch (error) {
      this.#replies = undefined;
      throw error;
    }
  }

  #settle({ id, answer, refusal }: Reply): void {
    if (refusal === undefined) this.#waiting.get(id)?.resolve(answer);
    else this.#waiting.get(id)?.reject(new WorkerRefusalError(refusal));
  }

  #failed(error: unknown): void {
    this.#logger.debug(`a question between controller and worker came to nothing: ${errorMessage(error)}`);
  }
}

function questionChannel(topic: string): string {
  return `question:${topic}`;
}

function replyChannel(asker: string): string {
  return `answers:${asker}`;
}

function noAnswer(topic: string, timeoutMs: number): NoWorkerAnswerError {
  return new NoWorkerAnswerError(
    `no worker answered within ${timeoutMs / 1000} s when asked for ${topic}; see whether one is running`,
  );
}
