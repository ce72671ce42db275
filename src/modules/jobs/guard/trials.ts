import { randomUUID } from 'node:crypto';
import type { Lease, SharedState } from '../../state/shared-state.port.js';

/** How long a worker that gives no sign of life keeps others from trying. */
const LEASE_MS = 10_000;
const RENEW_EVERY_MS = 3_000;

/** What one job tries for all, such as a credential that no device has taken yet. Over all workers, one at a time has a trial. */
export class Trials {
  readonly #state: SharedState;

  constructor(state: SharedState) {
    this.#state = state;
  }

  /** Gives the trial to the caller, or `undefined` while another one has it. Rejects with `StateUnavailableError`. */
  async take(name: string): Promise<Trial | undefined> {
    const lease = await this.#state.acquireLease(`login:${name}`, randomUUID(), LEASE_MS);
    return lease === undefined ? undefined : this.#keep(name, lease);
  }

  /** A job may wait for long before it can try: the lease is renewed for as long as its worker lives. */
  #keep(name: string, lease: Lease): Trial {
    const renew = (): void => void this.#state.renewLease(lease, LEASE_MS).catch(() => undefined);
    const timer = setInterval(renew, RENEW_EVERY_MS).unref();
    return {
      name,
      end: () => {
        clearInterval(timer);
        void this.#state.releaseLease(lease).catch(() => undefined);
      },
    };
  }
}

export interface Trial {
  readonly name: string;
  /** Lets the next one try. */
  readonly end: () => void;
}
