import fc from 'fast-check';
import { CredentialLock, PARK_AFTER_DEVICES, type Parking, type Refusal } from './credential-lock.js';

const COOLDOWN_MS = 300_000;

/** One credential that every device refuses, as the guard uses the lock. */
class WrongCredential {
  readonly lock = new CredentialLock({ cooldownMs: COOLDOWN_MS });
  readonly refusals = new Map<string, Refusal>();
  parking: Parking | undefined;
  provenAt = 0;
  tries = 0;

  use(device: string, now: number): boolean {
    const entries = [this.parking, this.refusals.get(device)];
    if (entries.some((entry) => this.lock.verdict(entry, now).kind === 'parked')) return false;
    this.tries++;
    this.refusals.set(device, this.lock.afterRefusal(this.refusals.get(device), device, now));
    this.parking =
      this.lock.afterRefusals(this.parking, [...this.refusals.values()], this.provenAt, now) ?? this.parking;
    return true;
  }
}

describe('CredentialLock', () => {
  it('parks credential and device at the first refusal, for a wait that doubles', () => {
    const wrong = new WrongCredential();
    const triedAt = Array.from({ length: 36_000 }, (_, second) => second * 1000).filter((now) => wrong.use('r1', now));
    expect(triedAt.map((at) => at / COOLDOWN_MS)).toEqual([0, 1, 3, 7, 15, 27, 39, 51, 63, 75, 87, 99, 111]);
  });

  it('leaves other devices alone after one refusal, and parks the credential after three', () => {
    const wrong = new WrongCredential();
    expect(['r1', 'r2', 'r3', 'r4'].map((device) => wrong.use(device, 1))).toEqual([true, true, true, false]);
  });

  it('does not count refusals that are a minute apart, or older than a success', () => {
    const slow = new WrongCredential();
    expect(['r1', 'r2', 'r3', 'r4'].map((device, index) => slow.use(device, 1 + index * 30_000))).toEqual(
      Array(4).fill(true),
    );
    const proven = new WrongCredential();
    proven.use('r1', 1);
    proven.use('r2', 2);
    proven.provenAt = 3;
    expect(['r3', 'r4'].map((device) => proven.use(device, 4))).toEqual([true, true]);
  });

  it('lets nobody through twice after the wait without parking again', () => {
    const wrong = new WrongCredential();
    for (const device of ['r1', 'r2', 'r3']) wrong.use(device, 1);
    const after = 1 + COOLDOWN_MS;
    expect(['r5', 'r6'].map((device) => wrong.use(device, after))).toEqual([true, false]);
  });

  it('is off with a wait of 0', () => {
    const lock = new CredentialLock({ cooldownMs: 0 });
    expect(lock.verdict(lock.afterRefusal(undefined, 'r1', 5), 5)).toEqual({ kind: 'open' });
  });

  it('tries a wrong credential a handful of times an hour, however many devices and jobs there are', () => {
    const uses = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 2_000 })), {
      maxLength: 1_000,
    });
    fc.assert(
      fc.property(uses, (steps) => {
        const wrong = new WrongCredential();
        let now = 1;
        for (const [device, pause] of steps) wrong.use(`r${device}`, (now += pause));
        // Devices that are tried at leisure, more than a minute for three of them, count by themselves.
        const inWindows = (PARK_AFTER_DEVICES - 1) * (1 + Math.floor(now / 60_000));
        expect(wrong.tries).toBeLessThanOrEqual(PARK_AFTER_DEVICES + inWindows + Math.floor(now / COOLDOWN_MS));
        expect(wrong.use('r1', now + COOLDOWN_MS * 12)).toBe(true);
      }),
    );
  });
});
