import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** Who this process is among all of Tom's. */
export class ProcessIdentity {
  readonly hostname = hostname();
  readonly pid = process.pid;
  /** Of this process alone, also where several have one host name and process id, as in containers. */
  readonly id = `${this.hostname}:${this.pid}:${randomBytes(4).toString('hex')}`;
  /** Milliseconds since the epoch. */
  readonly startedAt = Date.now();
}
