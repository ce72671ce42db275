import { eventually } from '../../../../test/support/eventually.js';
import {
  AuthenticationFailedError,
  ConnectTimeoutError,
  ConnectionRefusedError,
  JumpHostError,
  PromptNotFoundError,
} from '../../devices/devices.errors.js';
import { MemorySharedState } from '../../state/adapters/memory.shared-state.js';
import { GuardTables } from './guard-tables.js';
import { CredentialParkedError, CredentialUntriedError, DeviceUnreachableError } from './guard.errors.js';
import type { LoginAttempt } from './login-attempt.js';
import { LoginGuard, type GuardLimits, type TurnLimits } from './login-guard.js';

const LIMITS: GuardLimits = {
  breaker: { threshold: 3, cooldownMs: 60_000 },
  credentials: { cooldownMs: 60_000 },
};
const REFUSED = new AuthenticationFailedError('r1:22 does not take them');
const UNREACHED = new ConnectionRefusedError('r1:22 refuses connections');
const PATIENT: TurnLimits = { maxWaitMs: 600_000, signal: new AbortController().signal };

describe('LoginGuard', () => {
  let state: MemorySharedState;
  let opened: GuardTables[];

  beforeEach(() => {
    state = new MemorySharedState();
    opened = [];
  });

  afterEach(async () => {
    for (const tables of opened) await tables.onApplicationShutdown();
  });

  /** The guard of one of several workers. */
  async function worker(limits = LIMITS): Promise<LoginGuard> {
    const tables = new GuardTables(state);
    opened.push(tables);
    await tables.onModuleInit();
    return new LoginGuard(state, tables, limits);
  }

  async function prove(guard: LoginGuard, credential = 'lab'): Promise<void> {
    (await guard.admit({ credential, device: 'first:22' }, PATIENT)).succeeded();
    await eventually(() => opened.every(({ proven }) => proven.get(credential) !== undefined));
  }

  function admit(guard: LoginGuard, device: string, credential = 'lab'): Promise<LoginAttempt> {
    return guard.admit({ credential, device }, PATIENT);
  }

  describe('credentials', () => {
    it('keeps a refused one from the device that refused it, in every worker, and from no other', async () => {
      const [one, two] = [await worker(), await worker()];
      await prove(one);
      (await admit(one, 'r1:22')).failed(REFUSED);
      await eventually(() => opened[1]?.refusals.size === 1);
      await expect(admit(one, 'r1:22')).rejects.toThrow(/^credential parked: lab was refused by r1:22; .* after 60 s/);
      await expect(admit(two, 'r1:22')).rejects.toThrow(CredentialParkedError);
      (await admit(two, 'r2:22')).succeeded();
      (await admit(two, 'r1:22', 'other')).dropped();
    });

    it('parks one that three devices refused', async () => {
      const [one, two] = [await worker(), await worker()];
      await prove(one);
      for (const device of ['r1:22', 'r2:22', 'r3:22']) (await admit(one, device)).failed(REFUSED);
      await eventually(() => opened[1]?.parked.size === 1);
      await expect(admit(two, 'r4:22')).rejects.toThrow(/lab was refused by several devices/);
    });

    it('does not park one that succeeded in between', async () => {
      const guard = await worker();
      await prove(guard);
      for (const device of ['r1:22', 'r2:22']) (await admit(guard, device)).failed(REFUSED);
      await eventually(() => opened[0]?.refusals.size === 2);
      (await admit(guard, 'r3:22')).succeeded();
      (await admit(guard, 'r4:22')).failed(REFUSED);
      await eventually(() => opened[0]?.refusals.size === 3);
      (await admit(guard, 'r5:22')).dropped();
    });

    it('lets one probe through after the wait, and all of them after its success', async () => {
      const [one, two] = [await worker({ ...LIMITS, credentials: { cooldownMs: 1 } }), await worker()];
      await prove(one);
      (await admit(one, 'r1:22')).failed(REFUSED);
      await eventually(() => (opened[1]?.refusals.entries()[0]?.[1].until ?? Infinity) < Date.now());
      const probe = await admit(two, 'r1:22');
      await expect(admit(one, 'r1:22')).rejects.toThrow(/after the probe that is under way/);
      probe.succeeded();
      await eventually(() => opened[0]?.refusals.size === 0);
      await Promise.all([admit(one, 'r1:22'), admit(two, 'r1:22')]);
    });

    it('tries one that never succeeded at one device first, whichever worker that is', async () => {
      const [one, two] = [await worker(), await worker()];
      const first = await admit(one, 'r1:22');
      const admitted: string[] = [];
      const others = [one, two, one, two].map(async (guard, index) => {
        await admit(guard, `r${index + 2}:22`);
        admitted.push(`r${index + 2}`);
      });
      await admit(two, 'r9:22', 'other');
      expect(admitted).toEqual([]);
      first.succeeded();
      await Promise.all(others);
      expect(admitted).toHaveLength(4);
    });

    it('tries a wrong one at three devices in all, whatever the number of jobs', async () => {
      const workers = [await worker(), await worker(), await worker()];
      let tries = 0;
      const jobs = Array.from({ length: 60 }, async (_, index) => {
        const guard = workers[index % 3] ?? workers[0];
        const attempt = await guard?.admit({ credential: 'lab', device: `r${index}:22` }, PATIENT);
        tries++;
        attempt?.failed(REFUSED);
      });
      const ends = await Promise.allSettled(jobs);
      expect(tries).toBe(3);
      expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(57);
    });

    it('goes on to the next device when the first cannot be reached', async () => {
      const guard = await worker();
      const first = await admit(guard, 'r1:22');
      const second = admit(guard, 'r2:22');
      first.failed(UNREACHED);
      (await second).succeeded();
      (await admit(guard, 'r3:22')).dropped();
    });

    it('ends the wait of a job that is given up', async () => {
      const guard = await worker();
      await admit(guard, 'r1:22');
      const aborting = new AbortController();
      const waiting = guard.admit({ credential: 'lab', device: 'r2:22' }, { ...PATIENT, signal: aborting.signal });
      aborting.abort(new Error('given up'));
      await expect(waiting).rejects.toThrow('given up');
    });

    it('keeps jobs waiting no longer than they may', async () => {
      const guard = await worker();
      const login = { credential: 'lab', device: 'r2:22' };
      const first = await guard.admit(login, { ...PATIENT, maxWaitMs: 0 });
      await expect(guard.admit(login, { ...PATIENT, maxWaitMs: 20 })).rejects.toThrow(
        'waited 0.02 s for other jobs to try lab, which no device has taken yet;',
      );
      await expect(guard.admit(login, { ...PATIENT, maxWaitMs: -5 })).rejects.toThrow(CredentialUntriedError);
      first.dropped();
      (await guard.admit(login, PATIENT)).dropped();
    });

    it('is tried by another worker soon after the one that tried it has died, and never while that one lives', async () => {
      jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
      try {
        const [one, two] = [await worker(), await worker()];
        await admit(one, 'r1:22');
        let isAdmitted = false;
        const waiting = admit(two, 'r2:22').then(() => (isAdmitted = true));
        await jest.advanceTimersByTimeAsync(300_000);
        expect(isAdmitted).toBe(false);
        jest.spyOn(state, 'renewLease').mockRejectedValue(new Error('dead'));
        await jest.advanceTimersByTimeAsync(15_000);
        await waiting;
      } finally {
        jest.useRealTimers();
      }
    });

    it('is off with a wait of 0', async () => {
      const guard = await worker({ ...LIMITS, credentials: { cooldownMs: 0 } });
      for (let index = 0; index < 5; index++) (await admit(guard, 'r1:22')).failed(REFUSED);
      await Promise.all([admit(guard, 'r1:22'), admit(guard, 'r1:22')]);
    });
  });

  describe('devices', () => {
    async function fail(guard: LoginGuard, error: Error, times = 1): Promise<void> {
      for (let index = 0; index < times; index++) {
        (await admit(guard, 'r1:22')).failed(error);
        await eventually(() => opened.every(({ devices }) => devices.get('r1:22') !== undefined));
      }
    }

    it('are left alone by all workers after connections that failed in a row', async () => {
      const [one, two] = [await worker(), await worker()];
      await prove(one);
      await fail(one, UNREACHED, 2);
      await fail(two, new ConnectTimeoutError('r1:22 did not answer'));
      await eventually(() => opened.every(({ devices }) => devices.get('r1:22')?.failures === 3));
      await expect(admit(one, 'r1:22')).rejects.toThrow(
        /^device r1:22 unreachable, retry after 60 s: 3 connections failed in a row \(r1:22 did not answer\)$/,
      );
      await expect(admit(two, 'r1:22')).rejects.toThrow(DeviceUnreachableError);
      (await admit(two, 'r2:22')).succeeded();
    });

    it('are left alone where a jump host on the way lets nobody in, and their credential is not held against them', async () => {
      const guard = await worker();
      await prove(guard);
      await fail(guard, new JumpHostError('jump host b1:22 rejects the password', REFUSED), 3);
      await eventually(() => opened[0]?.devices.get('r1:22')?.failures === 3);
      await expect(admit(guard, 'r1:22')).rejects.toThrow(DeviceUnreachableError);
      expect(opened[0]?.refusals.size).toBe(0);
    });

    it('are counted anew once they were reached, whatever came of it', async () => {
      const guard = await worker();
      await prove(guard);
      await fail(guard, UNREACHED, 2);
      (await admit(guard, 'r1:22')).failed(new PromptNotFoundError('no prompt'));
      await eventually(() => opened[0]?.devices.size === 0);
      await fail(guard, UNREACHED, 2);
      (await admit(guard, 'r1:22')).succeeded();
      await eventually(() => opened[0]?.devices.size === 0);
    });

    it('are tried by one probe after the wait, whose failure keeps them apart again', async () => {
      const [one, two] = [await worker({ ...LIMITS, breaker: { threshold: 1, cooldownMs: 1 } }), await worker()];
      await prove(one);
      await fail(one, UNREACHED);
      await eventually(() => (opened[1]?.devices.get('r1:22')?.openUntil ?? Infinity) < Date.now());
      const probe = await admit(two, 'r1:22');
      await expect(admit(one, 'r1:22')).rejects.toThrow(/retry after the probe that is under way/);
      for (let index = 0; index < 2; index++) probe.failed(UNREACHED);
      await eventually(() => opened[0]?.devices.get('r1:22')?.failures === 2);
    });
  });

  it('knows in a worker that starts later what the others know', async () => {
    const one = await worker();
    await prove(one);
    (await admit(one, 'r1:22')).failed(REFUSED);
    await eventually(() => opened[0]?.refusals.size === 1);
    await expect(admit(await worker(), 'r1:22')).rejects.toThrow(CredentialParkedError);
  });
});
