// Callers of Tom's API: each sends its next request when the last one was answered.
import { HttpConnection } from './http-connection.mjs';

const COMPLETE = '"status":"COMPLETE"';

/** Sends commands to Tom on kept connections and waits for their output. */
export class Callers {
  #urls;
  #body;
  #idle = [];
  #opened = 0;

  /** Callers are spread over `urls`; `more` is what requests say beside the command. */
  constructor({ urls, command, more = {} }) {
    this.#urls = urls.map((url) => new URL(url));
    this.#body = JSON.stringify({ command, wait: true, ...more });
  }

  /** Runs `count` callers on the devices in turn until `hasEnough(jobs begun)`; gives what it took. */
  async run(count, devices, hasEnough) {
    const latenciesMs = [];
    let begun = 0;
    const caller = async () => {
      while (!hasEnough(begun)) {
        const device = devices[begun++ % devices.length];
        const sentAt = performance.now();
        await this.#send(device);
        latenciesMs.push(performance.now() - sentAt);
      }
    };
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: count }, caller));
    return { jobs: begun, elapsedMs: performance.now() - startedAt, latenciesMs };
  }

  close() {
    this.#idle.splice(0).forEach((connection) => connection.close());
  }

  async #send(device) {
    const connection = this.#idle.shift() ?? (await this.#open());
    const { status, text } = await connection.send(this.#requestFor(device));
    if (status !== 200 || !text.includes(COMPLETE))
      throw new Error(`a job on ${device} did not complete: HTTP ${status} ${text.slice(0, 500)}`);
    this.#idle.push(connection);
  }

  #open() {
    const url = this.#urls[this.#opened++ % this.#urls.length];
    return HttpConnection.open(url.hostname, Number(url.port));
  }

  #requestFor(device) {
    const length = Buffer.byteLength(this.#body);
    const headers = `Host: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}`;
    return `POST /api/device/${device}/send_command HTTP/1.1\r\n${headers}\r\n\r\n${this.#body}`;
  }
}

/** Ends a run after a time. */
export function forMs(durationMs) {
  const end = performance.now() + durationMs;
  return () => performance.now() >= end;
}

/** Ends a run after a number of jobs, or after a time if that comes first: it is the number of runs by which V8 compiles. */
export function forJobs({ jobs, ms }) {
  const isLate = forMs(ms);
  return (begun) => begun >= jobs || isLate();
}
