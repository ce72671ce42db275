import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Agent, request, type Dispatcher } from 'undici';
import { errorMessage } from '../../../common/tom-error.js';
import type { Secret } from '../../../common/secret.js';
import { InventoryUnavailableError } from '../inventory.errors.js';
import { readJsonAnswer, retryAfterMs } from './json-answer.js';

/** Attempts of one request in all. */
const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 500;
/** Longest pause before another attempt, whatever the server asks for. */
const LONGEST_PAUSE_MS = 30_000;

export interface JsonClientOptions {
  /** The source, for messages. */
  readonly source: string;
  /** Address of the server, without a slash at its end. */
  readonly url: string;
  readonly authorization: Secret;
  readonly verifySsl: boolean;
  /** PEM file with authorities. */
  readonly caFile?: string;
  /** Longest time of one attempt. */
  readonly timeoutMs: number;
}

export interface JsonRequest {
  /** With its query, from the address on. */
  readonly path: string;
  /** Sent by POST, as JSON. */
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

/** Asks a server for JSON. Every request has a deadline, is tried again where that may help, and follows no redirect: a token goes nowhere else. */
export class JsonClient {
  private readonly agent: Agent;

  /** Throws `InventoryUnavailableError` for a `caFile` that cannot be read. */
  constructor(private readonly options: JsonClientOptions) {
    const { verifySsl, caFile } = options;
    const ca = caFile === undefined ? {} : { ca: this.readCa(caFile) };
    this.agent = new Agent({ connect: { rejectUnauthorized: verifySsl, ...ca }, connections: 4 });
  }

  /** The answer's JSON. Rejects with `InventoryUnavailableError`, which names source, address and fix. */
  async ask(wanted: JsonRequest): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.attempt(wanted);
      if ('json' in answer) return answer.json;
      if (attempt === ATTEMPTS || !answer.mayRetry || wanted.signal.aborted) throw answer.error;
      const pause = answer.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** (attempt - 1);
      await delay(Math.min(pause, LONGEST_PAUSE_MS), undefined, { signal: wanted.signal }).catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async attempt({ path, body, signal }: JsonRequest): Promise<Attempt> {
    const { url, timeoutMs, authorization } = this.options;
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      const response = await request(url + path, {
        dispatcher: this.agent,
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          accept: 'application/json',
          authorization: authorization.reveal(),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.any([signal, deadline]),
      });
      return await this.read(response);
    } catch (error) {
      if (error instanceof InventoryUnavailableError) return { error, mayRetry: false };
      const reason = deadline.aborted ? `no answer within ${timeoutMs / 1000} s` : connectionFault(error);
      return { error: this.fault(reason, error), mayRetry: !signal.aborted && !isCertificateFault(error) };
    }
  }

  private async read(response: Dispatcher.ResponseData): Promise<Attempt> {
    const answer = await readJsonAnswer(response);
    if ('json' in answer) return answer;
    const wait = retryAfterMs(response.headers['retry-after']);
    return {
      error: this.fault(answer.fault),
      mayRetry: answer.mayRetry,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    };
  }

  private fault(reason: string, cause?: unknown): InventoryUnavailableError {
    const { source, url } = this.options;
    return new InventoryUnavailableError(`inventory source "${source}" at ${url}: ${reason}`, { cause });
  }

  private readCa(file: string): string {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      throw this.fault(`its ca_file cannot be read: ${errorMessage(error)}`, error);
    }
  }
}

type Attempt =
  | { readonly json: unknown }
  | { readonly error: InventoryUnavailableError; readonly mayRetry: boolean; readonly retryAfterMs?: number };

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function isCertificateFault(error: unknown): boolean {
  return /CERT|SELF_SIGNED|ALTNAME|ISSUER/.test(codeOf(error));
}

function connectionFault(error: unknown): string {
  if (!isCertificateFault(error)) return `it cannot be reached: ${errorMessage(error) || codeOf(error)}`;
  return (
    `its certificate is not trusted: ${errorMessage(error)}; ` +
    'name the authority that signed it in ca_file (verify_ssl: false turns the check off)'
  );
}
