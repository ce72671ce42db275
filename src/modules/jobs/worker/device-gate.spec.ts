import fc from 'fast-check';
import { propertyRuns } from '../../../../test/support/scale.js';
import { DeviceBusyError } from '../jobs.errors.js';
import { DeviceGate } from './device-gate.js';
import type { Admission, Visit } from './device-line.js';
import type { Release } from './fifo-semaphore.js';

const LONG_MS = 600_000;
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

let count = 0;

function visit(changes: Partial<Visit> = {}): Visit {
  const { signal } = new AbortController();
  const id = `job ${++count}`;
  return { id, partition: 0, maxInside: 1, waitingSince: null, maxWaitMs: LONG_MS, signal, ...changes };
}

function leaveOf(admission: Admission): Release {
  if (admission.kind !== 'entered') throw new Error('the job was parked');
  return admission.leave;
}

async function parkedAt(admitting: Promise<Admission>): Promise<Extract<Admission, { kind: 'parked' }>['place']> {
  const admission = await admitting;
  if (admission.kind !== 'parked') throw new Error('the job was not parked');
  return admission.place;
}

async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  return Promise.race([promise.then(() => true), settle().then(() => false)]);
}

describe('DeviceGate', () => {
  it('lets jobs of different devices pass one another', async () => {
    const gate = new DeviceGate();
    await gate.enter('a:22', visit());
    expect(await gate.enter('b:22', visit())).toMatchObject({ kind: 'entered' });
  });

  it('says how long a job waited, for what and behind how many', async () => {
    const gate = new DeviceGate();
    const leave = leaveOf(await gate.enter('a:22', visit()));
    const second = gate.enter('a:22', visit({ maxWaitMs: 30 }));
    const third = gate.enter('a:22', visit({ maxWaitMs: 20 }));
    await expect(third).rejects.toThrow('waited 0.02 s for device a:22 behind 2 other jobs;');
    await expect(second).rejects.toThrow('behind one other job;');
    await expect(third).rejects.toBeInstanceOf(DeviceBusyError);
    leave();
    expect([gate.busyDevices, gate.waiting]).toEqual([0, 0]);
  });

  it('lets a job in that may not wait when the device is free, and turns it away at once when it is not', async () => {
    const gate = new DeviceGate();
    const leave = leaveOf(await gate.enter('a:22', visit({ maxWaitMs: 0 })));
    await expect(gate.enter('a:22', visit({ maxWaitMs: 0 }))).rejects.toBeInstanceOf(DeviceBusyError);
    leave();
    expect(gate.busyDevices).toBe(0);
  });

  it('ends the wait of a job that is given up', async () => {
    const gate = new DeviceGate();
    const leave = leaveOf(await gate.enter('a:22', visit()));
    const givingUp = new AbortController();
    const waiting = gate.enter('a:22', visit({ signal: givingUp.signal }));
    givingUp.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(gate.enter('b:22', visit({ signal: givingUp.signal }))).rejects.toThrow('enough');
    leave();
    expect(gate.busyDevices).toBe(0);
  });

  it('waits longer than a timer can', async () => {
    const gate = new DeviceGate();
    const leave = leaveOf(await gate.enter('a:22', visit()));
    const waiting = gate.enter('a:22', visit({ maxWaitMs: Number.MAX_SAFE_INTEGER }));
    await settle();
    leave();
    expect(await waiting).toMatchObject({ kind: 'entered' });
  });

  it('lets as many in as the one who comes may be with', async () => {
    const gate = new DeviceGate();
    await gate.enter('a:22', visit());
    expect(await gate.enter('a:22', visit({ maxInside: 2 }))).toMatchObject({ kind: 'entered' });
    expect(await isSettled(gate.enter('a:22', visit({ maxInside: 2 })))).toBe(false);
  });

  it('starts the next job in the turn in which a slot gets free, with no timer between', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
    try {
      const gate = new DeviceGate();
      const started: number[] = [];
      for (let index = 0; index < 20; index++) {
        void gate.enter('a:22', visit()).then((admission) => {
          started.push(index);
          void Promise.resolve().then(leaveOf(admission));
        });
      }
      for (let turn = 0; turn < 200; turn++) await Promise.resolve();
      expect(started).toEqual(Array.from({ length: 20 }, (_, index) => index));
    } finally {
      jest.useRealTimers();
    }
  });

  describe('with no seat left', () => {
    it('parks a job, and calls it when those before it are through', async () => {
      const gate = new DeviceGate({ perDevice: 1, perPartition: 1 });
      const leaveFirst = leaveOf(await gate.enter('a:22', visit()));
      const second = gate.enter('a:22', visit());
      const third = visit();
      const place = await parkedAt(gate.enter('a:22', third));
      expect(await isSettled(place.called)).toBe(false);
      leaveFirst();
      await place.called;
      const back = gate.enter('a:22', third);
      leaveOf(await second)();
      leaveOf(await back)();
      expect([gate.busyDevices, gate.waiting]).toEqual([0, 0]);
    });

    it('parks nobody at a device that is free', async () => {
      const gate = new DeviceGate({ perDevice: 0, perPartition: 0 });
      expect(await gate.enter('a:22', visit())).toMatchObject({ kind: 'entered' });
    });

    it('lets nobody pass one who is parked', async () => {
      const gate = new DeviceGate({ perDevice: 0, perPartition: 0 });
      const leave = leaveOf(await gate.enter('a:22', visit()));
      const first = visit();
      const place = await parkedAt(gate.enter('a:22', first));
      leave();
      await place.called;
      await parkedAt(gate.enter('a:22', visit()));
      expect(await gate.enter('a:22', first)).toMatchObject({ kind: 'entered' });
    });

    it('ends the wait of one who is parked when its time is over', async () => {
      const gate = new DeviceGate({ perDevice: 0, perPartition: 0 });
      await gate.enter('a:22', visit());
      await gate.enter('a:22', visit());
      const late = visit({ maxWaitMs: 20 });
      const { waitingSince } = await parkedAt(gate.enter('a:22', late));
      const back = gate.enter('a:22', { ...late, waitingSince: waitingSince - 20 });
      await expect(back).rejects.toThrow('waited 0.02 s for device a:22 behind 2 other jobs');
    });

    it('goes on without one who will not come', async () => {
      const gate = new DeviceGate({ perDevice: 0, perPartition: 0 });
      const leave = leaveOf(await gate.enter('a:22', visit()));
      const gone = await parkedAt(gate.enter('a:22', visit()));
      const next = visit();
      const place = await parkedAt(gate.enter('a:22', next));
      leave();
      await gone.called;
      gone.drop();
      await place.called;
      leaveOf(await gate.enter('a:22', next))();
      expect([gate.busyDevices, gate.waiting]).toEqual([0, 0]);
    });
  });

  it('never lets more in than allowed, keeps the order and gets nobody stuck, whatever comes and goes', async () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('enter' as const), device: fc.constantFrom('a', 'b') }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('leave' as const), pick: fc.nat() }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('comeBack' as const) }) },
      fc.record({ kind: fc.constant('abort' as const), pick: fc.nat() }),
      fc.record({ kind: fc.constant('lose' as const), pick: fc.nat() }),
    );
    const limits = fc.record({
      perDevice: fc.integer({ min: 0, max: 4 }),
      perPartition: fc.integer({ min: 0, max: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        limits,
        fc.array(step, { maxLength: 80 }),
        async (slots, seats, steps) => {
          const crowd = new Crowd(slots, new DeviceGate(seats));
          for (const each of steps) {
            if (each.kind === 'enter') crowd.enter(each.device);
            else if (each.kind === 'comeBack') crowd.comeBack();
            else crowd[each.kind](each.pick);
            await settle();
            crowd.check();
          }
          await crowd.disperse();
          expect([crowd.gate.busyDevices, crowd.gate.waiting]).toEqual([0, 0]);
        },
      ),
      propertyRuns(3_000),
    );
  });
});

interface Visitor {
  readonly device: string;
  readonly visit: Visit;
  readonly giveUp: AbortController;
  state: 'waiting' | 'parked' | 'called' | 'inside' | 'gone';
  leave: () => void;
  drop: () => void;
}

/** Jobs at a gate, a queue that brings those back who are called, and what must hold of them at any time. */
class Crowd {
  readonly #visitors: Visitor[] = [];
  #called: Visitor[] = [];

  constructor(
    private readonly slots: number,
    readonly gate: DeviceGate,
  ) {}

  enter(device: string): void {
    const giveUp = new AbortController();
    const own = visit({ maxInside: this.slots, signal: giveUp.signal });
    const nothing = (): void => undefined;
    const visitor: Visitor = { device, visit: own, giveUp, state: 'waiting', leave: nothing, drop: nothing };
    this.#visitors.push(visitor);
    this.#knock(visitor);
  }

  /** All who were called come, in the order of the calls. */
  comeBack(): void {
    for (const visitor of this.#called.splice(0)) {
      visitor.state = 'waiting';
      this.#knock(visitor);
    }
  }

  leave(pick: number): void {
    const visitor = this.#pick(['inside'], pick);
    if (visitor === undefined) return;
    visitor.state = 'gone';
    visitor.leave();
  }

  abort(pick: number): void {
    this.#pick(['waiting'], pick)?.giveUp.abort();
  }

  lose(pick: number): void {
    const visitor = this.#pick(['parked', 'called'], pick);
    if (visitor === undefined) return;
    visitor.state = 'gone';
    this.#called = this.#called.filter((other) => other !== visitor);
    visitor.drop();
  }

  check(): void {
    for (const device of ['a', 'b']) {
      const present = this.#visitors.filter((visitor) => visitor.device === device && visitor.state !== 'gone');
      const states = present.map(({ state }) => state);
      const inside = states.filter((state) => state === 'inside').length;
      expect(inside).toBeLessThanOrEqual(this.slots);
      // Those inside came before those who wait here, these before those who were called, these before the others.
      const order = ['inside', 'waiting', 'called', 'parked'];
      expect(states).toEqual([...states].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
      // A free place is nobody's who waits for it here; who is parked has been called, or somebody before him.
      if (inside < this.slots) expect(states).not.toContain('waiting');
      if (inside === 0 && states.includes('parked')) expect(states).toContain('called');
    }
  }

  async disperse(): Promise<void> {
    while (this.#visitors.some((visitor) => visitor.state !== 'gone')) {
      this.leave(0);
      this.comeBack();
      await settle();
      this.check();
    }
  }

  #knock(visitor: Visitor): void {
    this.gate.enter(visitor.device, visitor.visit).then(
      (admission) => this.#admitted(visitor, admission),
      () => (visitor.state = 'gone'),
    );
  }

  #admitted(visitor: Visitor, admission: Admission): void {
    if (admission.kind === 'entered') {
      Object.assign(visitor, { state: 'inside', leave: admission.leave });
      return;
    }
    Object.assign(visitor, { state: 'parked', drop: admission.place.drop });
    void admission.place.called.then(() => {
      if (visitor.state !== 'parked') return;
      visitor.state = 'called';
      this.#called.push(visitor);
    });
  }

  #pick(states: readonly Visitor['state'][], pick: number): Visitor | undefined {
    const candidates = this.#visitors.filter((visitor) => states.includes(visitor.state));
    return candidates[pick % candidates.length];
  }
}
