import { Injectable } from '@nestjs/common';
import { SharedState } from '../../state/shared-state.port.js';
import type { BreakerEntry } from './circuit-breaker.js';
import type { Parking } from './credential-lock.js';
import { GuardTables, type CredentialRefusal } from './guard-tables.js';

/** What workers do not try at present; times are milliseconds since the epoch. */
export interface ParkedThings {
  /** Credentials that several devices refused, by name. */
  readonly credentials: readonly (readonly [string, Parking])[];
  /** Credentials that one device refused. */
  readonly refusals: readonly CredentialRefusal[];
  /** Devices that cannot be reached, by `host:port`. */
  readonly devices: readonly (readonly [string, BreakerEntry])[];
}

/** Names what is to be tried again; with both, the credential at the device. */
export interface ReleaseWish {
  /** See `guardedCredential`. */
  readonly credential?: string;
  /** `host:port`. */
  readonly device?: string;
}

/** Shows and releases what workers do not try, from any process. Rejects with `StateUnavailableError`. */
@Injectable()
export class ParkedService {
  private readonly tables: GuardTables;

  constructor(state: SharedState) {
    this.tables = new GuardTables(state);
  }

  async list(): Promise<ParkedThings> {
    const { parked, refusals, devices } = this.tables;
    const [credentials, pairs, unreachable] = await Promise.all([parked.read(), refusals.read(), devices.read()]);
    return {
      credentials,
      refusals: pairs.map(([, refusal]) => refusal),
      devices: unreachable.filter(([, { openUntil }]) => openUntil !== null),
    };
  }

  /** Has it tried again at once; gives how much was released. */
  async release({ credential, device }: ReleaseWish): Promise<number> {
    const { parked, refusals, devices } = this.tables;
    const isMeant = (refusal: CredentialRefusal): boolean =>
      (credential ?? refusal.credential) === refusal.credential && (device ?? refusal.device) === refusal.device;
    const pairs = await refusals.read();
    const counts = [
      await refusals.remove(pairs.flatMap(([field, refusal]) => (isMeant(refusal) ? [field] : []))),
      credential === undefined || device !== undefined ? 0 : await parked.remove([credential]),
      device === undefined || credential !== undefined ? 0 : await devices.remove([device]),
    ];
    return counts.reduce((sum, count) => sum + count, 0);
  }
}
