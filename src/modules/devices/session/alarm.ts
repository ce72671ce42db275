/** Longest time a timer of Node.js can be set for. */
const TIMER_LIMIT_MS = 2 ** 31 - 1;

/** Rings once at the time it is set to. It keeps no process alive: what is waited for does. */
export class Alarm {
  #atMs = Infinity;
  #timer: NodeJS.Timeout | undefined;
  readonly #ring: () => void;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  /** When it rings, as `performance.now` counts; `Infinity`: it is not set. */
  get atMs(): number {
    return this.#atMs;
  }

  /** @param nowMs the present time, which the caller knows */
  set(atMs: number, nowMs: number): void {
    clearTimeout(this.#timer);
    this.#atMs = atMs;
    const delayMs = Math.min(Math.max(0, Math.ceil(atMs - nowMs)), TIMER_LIMIT_MS);
    this.#timer = setTimeout(() => this.#due(), delayMs).unref();
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#atMs = Infinity;
  }

  #due(): void {
    this.#atMs = Infinity;
    this.#ring();
  }
}
