import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import type { SharedState } from '../../state/shared-state.port.js';
import type { BreakerEntry } from './circuit-breaker.js';
import type { Parking, Refusal } from './credential-lock.js';
import { SharedTable } from './shared-table.js';

/** A refusal, and whose. */
export interface CredentialRefusal extends Refusal {
  readonly credential: string;
}

/** A credential that succeeded somewhere. */
export interface Proof {
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What all workers know of devices that cannot be reached and credentials that are refused. */
export class GuardTables implements OnModuleInit, OnApplicationShutdown {
  /** By device. */
  readonly devices: SharedTable<BreakerEntry>;
  /** By `refusalKey`. */
  readonly refusals: SharedTable<CredentialRefusal>;
  /** By credential. */
  readonly parked: SharedTable<Parking>;
  /** By credential. */
  readonly proven: SharedTable<Proof>;

  constructor(state: SharedState) {
    this.devices = new SharedTable(state, 'unreachable-devices');
    this.refusals = new SharedTable(state, 'refused-credentials');
    this.parked = new SharedTable(state, 'parked-credentials');
    this.proven = new SharedTable(state, 'proven-credentials');
  }

  /** Before the first job is taken. */
  async onModuleInit(): Promise<void> {
    await Promise.all(this.#all.map((table) => table.start()));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.#all.map((table) => table.stop()));
  }

  refusalsOf(credential: string): CredentialRefusal[] {
    if (this.refusals.size === 0) return [];
    return this.refusals.entries().flatMap(([, refusal]) => (refusal.credential === credential ? [refusal] : []));
  }

  get #all(): readonly SharedTable<object>[] {
    return [this.devices, this.refusals, this.parked, this.proven];
  }
}

export function refusalKey(credential: string, device: string): string {
  return JSON.stringify([credential, device]);
}
