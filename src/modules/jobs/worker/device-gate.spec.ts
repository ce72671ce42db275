import fc from 'fast-check';
import { DeviceBusyError } from '../jobs.errors.js';
import { DeviceGate } from './device-gate.js';

const LONG_MS = 600_000;
const never = new AbortController().signal;
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('DeviceGate', () => {
  it('lets jobs of different devices pass one another', async () => {
    const gate = new DeviceGate(1);
    await gate.enter('a:22', { maxWaitMs: LONG_MS, signal: never });
    await expect(gate.enter('b:22', { maxWaitMs: LONG_MS, signal: never })).resolves.toBeInstanceOf(Function);
  });

  it('says how long a job waited, for what and behind how many', async () => {
    const gate = new DeviceGate(1);
    const leave = await gate.enter('a:22', { maxWaitMs: LONG_MS, signal: never });
    const second = gate.enter('a:22', { maxWaitMs: 20, signal: never });
    const third = gate.enter('a:22', { maxWaitMs: 20, signal: never });
    await expect(second).rejects.toThrow('waited 0.02 s for device a:22 behind one other job;');
    await expect(third).rejects.toThrow('behind 2 other jobs');
    await expect(third).rejects.toBeInstanceOf(DeviceBusyError);
    leave();
    expect(gate.busyDevices).toBe(0);
  });

  it('lets a job in that may not wait when the device is free', async () => {
    const gate = new DeviceGate(1);
    (await gate.enter('a:22', { maxWaitMs: 0, signal: never }))();
    expect(gate.busyDevices).toBe(0);
  });

  it('ends the wait of a job that is given up', async () => {
    const gate = new DeviceGate(1);
    const leave = await gate.enter('a:22', { maxWaitMs: LONG_MS, signal: never });
    const givingUp = new AbortController();
    const waiting = gate.enter('a:22', { maxWaitMs: LONG_MS, signal: givingUp.signal });
    givingUp.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(gate.enter('b:22', { maxWaitMs: 0, signal: givingUp.signal })).rejects.toThrow('enough');
    leave();
    expect(gate.busyDevices).toBe(0);
  });

  it('waits longer than a timer can', async () => {
    const gate = new DeviceGate(1);
    const leave = await gate.enter('a:22', { maxWaitMs: LONG_MS, signal: never });
    const waiting = gate.enter('a:22', { maxWaitMs: Number.MAX_SAFE_INTEGER, signal: never });
    await settle();
    leave();
    await expect(waiting).resolves.toBeInstanceOf(Function);
  });

  it('never lets more in than allowed, keeps the order and gets nobody stuck, whatever comes and goes', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('enter' as const), device: fc.constantFrom('a', 'b', 'c') }),
      fc.record({ kind: fc.constant('leave' as const), pick: fc.nat() }),
      fc.record({ kind: fc.constant('abort' as const), pick: fc.nat() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(step, { maxLength: 60 }), async (slots, steps) => {
        const crowd = new Crowd(slots);
        for (const each of steps) {
          if (each.kind === 'enter') crowd.enter(each.device);
          else if (each.kind === 'leave') crowd.leave(each.pick);
          else crowd.abort(each.pick);
          await settle();
          crowd.check();
        }
        await crowd.disperse();
        expect(crowd.gate.busyDevices).toBe(0);
      }),
      { numRuns: 200 },
    );
  });
});

interface Visitor {
  readonly device: string;
  readonly giveUp: AbortController;
  state: 'waiting' | 'inside' | 'gone';
  leave: () => void;
}

/** Jobs at a gate, and what must hold of them at any time. */
class Crowd {
  readonly gate: DeviceGate;
  readonly #visitors: Visitor[] = [];

  constructor(private readonly slots: number) {
    this.gate = new DeviceGate(slots);
  }

  enter(device: string): void {
    const visitor: Visitor = { device, giveUp: new AbortController(), state: 'waiting', leave: () => undefined };
    this.#visitors.push(visitor);
    this.gate.enter(device, { maxWaitMs: LONG_MS, signal: visitor.giveUp.signal }).then(
      (leave) => Object.assign(visitor, { state: 'inside', leave }),
      () => (visitor.state = 'gone'),
    );
  }

  leave(pick: number): void {
    const visitor = this.#pick('inside', pick);
    if (visitor === undefined) return;
    visitor.state = 'gone';
    visitor.leave();
  }

  abort(pick: number): void {
    this.#pick('waiting', pick)?.giveUp.abort();
  }

  check(): void {
    for (const device of ['a', 'b', 'c']) {
      const present = this.#visitors.filter((visitor) => visitor.device === device && visitor.state !== 'gone');
      const states = present.map((visitor) => visitor.state);
      const inside = Math.min(this.slots, states.length);
      // Full as long as anybody waits, never fuller, and those inside came before those who wait.
      expect(states).toEqual([...Array(inside).fill('inside'), ...Array(states.length - inside).fill('waiting')]);
    }
  }

  async disperse(): Promise<void> {
    while (this.#visitors.some((visitor) => visitor.state !== 'gone')) {
      this.leave(0);
      await settle();
    }
  }

  #pick(state: Visitor['state'], pick: number): Visitor | undefined {
    const candidates = this.#visitors.filter((visitor) => visitor.state === state);
    return candidates[pick % candidates.length];
  }
}
