import { errorMessage } from '../tom-error.js';

/** How a part of this process is. */
export interface HealthStatus {
  /** Whether it does its work. */
  readonly ok: boolean;
  /** It does, but not as it should. */
  readonly degraded?: boolean;
  /** What is wrong, in a sentence; needed where something is. */
  readonly reason?: string;
}

export type HealthCheck = () => HealthStatus | Promise<HealthStatus>;

/** How long a check may take: past it the part counts as not well. */
const CHECK_TIMEOUT_MS = 5_000;

/** Knows how to ask each part of this process how it is. */
export class HealthRegistry {
  readonly #checks = new Map<string, HealthCheck>();
  readonly #timeoutMs: number;

  constructor(timeoutMs = CHECK_TIMEOUT_MS) {
    this.#timeoutMs = timeoutMs;
  }

  /** Has a part asked from now on; a second one of the same name takes the place of the first. */
  register(name: string, check: HealthCheck): void {
    this.#checks.set(name, check);
  }

  /** Asks all parts at once. Never rejects, and takes no longer than a check may. */
  async check(): Promise<Record<string, HealthStatus>> {
    const entries = [...this.#checks].map(async ([name, check]) => [name, await this.#ask(name, check)] as const);
    return Object.fromEntries(await Promise.all(entries));
  }

  async #ask(name: string, check: HealthCheck): Promise<HealthStatus> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<HealthStatus>((resolve) => {
      const reason = `the check of ${name} gave no answer within ${this.#timeoutMs / 1000} s`;
      timer = setTimeout(() => resolve({ ok: false, reason }), this.#timeoutMs);
    });
    try {
      return await Promise.race([check(), late]);
    } catch (error) {
      return { ok: false, reason: errorMessage(error) };
    } finally {
      clearTimeout(timer);
    }
  }
}
