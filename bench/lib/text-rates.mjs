// How fast the CLI state machine takes output in, without socket and clock.
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/project.mjs';

const { CliSession } = await import(join(ROOT, 'dist/modules/devices/cli/cli-session.js'));

const SIZES_MB = [10, 100];
const PASSES = 5;
/** As much as SSH carries in one packet. */
const CHUNK_BYTES = 32_768;
const LINES = 2_000;
const NEVER = Number.MAX_SAFE_INTEGER;

const KINDS = {
  ascii: (n) =>
    `GigabitEthernet0/${n} is up, line protocol is up, 5 minute input rate ${n * 7} bits/sec, 3 packets/sec\r\n`,
  coloured: (n) =>
    `\x1b[1;32mGigabitEthernet0/${n}\x1b[0m is \x1b[32mup\x1b[0m, line protocol is up, rate \x1b[1m${n * 7}\x1b[m bits/sec\r\n`,
  'not ASCII': (n) =>
    `Schnittstelle ${n} läuft, Größe ${n * 7} Bit, 接口 ${n} 已启用 线路协议已启用, nichts weiter zu berichten 😀\r\n`,
};

/** A session at the prompt `r1#`, whose clock stands still but for the waits. */
class Player {
  #nowMs = 0;
  #outcome;
  #session;

  constructor(platform) {
    const host = { write: () => undefined, finished: (outcome) => (this.#outcome = outcome) };
    this.#session = new CliSession({ platform, maxOutputBytes: NEVER }, host);
    this.#session.open(0, { deadlineAtMs: NEVER });
    this.#device('r1#');
    this.#wait();
    this.#device('\r\nr1#');
    this.#wait();
  }

  /** Gives the output of a command that the device answers so. */
  output(bytes) {
    this.#session.send('show x', this.#nowMs, { deadlineAtMs: NEVER });
    this.#device('show x\r\n');
    for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
      this.#session.receive(bytes.subarray(from, from + CHUNK_BYTES), this.#nowMs);
    }
    this.#device('r1#');
    this.#wait();
    if (this.#outcome.kind !== 'replied') throw new Error(`no reply but ${this.#outcome.kind}`);
    return this.#outcome.output;
  }

  #device(text) {
    this.#session.receive(Buffer.from(text), this.#nowMs);
  }

  #wait() {
    const end = this.#nowMs + 10;
    while (this.#session.wakeAtMs <= end) {
      this.#nowMs = Math.max(this.#nowMs, this.#session.wakeAtMs);
      this.#session.tick(this.#nowMs);
    }
    this.#nowMs = end;
  }
}

function cpuMsOf(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Megabytes a second of processor time, by kind of text and size of the output: the best of some passes. */
export function textRates(platform) {
  const rates = {};
  for (const [kind, line] of Object.entries(KINDS)) {
    const block = Buffer.from(Array.from({ length: LINES }, (_, number) => line(number)).join(''));
    rates[kind] = {};
    for (const size of SIZES_MB) {
      const bytes = Buffer.concat(Array.from({ length: Math.ceil((size * 1e6) / block.length) }, () => block));
      const times = Array.from({ length: PASSES }, () => cpuMsOf(() => new Player(platform).output(bytes)));
      rates[kind][`${size} MB`] = bytes.length / 1000 / Math.min(...times);
    }
  }
  return rates;
}
