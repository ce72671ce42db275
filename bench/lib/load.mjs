// Callers of Tom's API: each sends its next request when the last one was answered.
import { Agent, request } from 'node:http';

const COMPLETE = '"status":"COMPLETE"';

/** Sends commands to Tom on kept connections and waits for their output. */
export class Callers {
  #agent;
  #url;
  #body;

  /** `more` is what requests say beside the command. */
  constructor({ url, command, maxCallers, more = {} }) {
    this.#url = url;
    this.#body = JSON.stringify({ command, wait: true, ...more });
    this.#agent = new Agent({ keepAlive: true, maxSockets: maxCallers });
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
    this.#agent.destroy();
  }

  async #send(device) {
    const { status, text } = await this.#post(`${this.#url}/api/device/${device}/send_command`);
    if (status !== 200 || !text.includes(COMPLETE))
      throw new Error(`a job on ${device} did not complete: HTTP ${status} ${text.slice(0, 500)}`);
  }

  #post(url) {
    return new Promise((resolve, reject) => {
      const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(this.#body) };
      const sent = request(url, { method: 'POST', agent: this.#agent, headers }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }));
      });
      sent.on('error', reject);
      sent.end(this.#body);
    });
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
