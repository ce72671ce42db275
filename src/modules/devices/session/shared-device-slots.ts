import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { SharedState, type Lease } from '../../state/shared-state.port.js';
import { DeviceSlots, type SlotDevice, type SlotOptions } from '../device-slots.port.js';
import { DeviceTakenError } from '../devices.errors.js';
import { DeviceShare } from './device-share.js';

/** How long a worker that gives no sign of life keeps its sessions. */
const LEASE_MS = 10_000;
const RENEW_EVERY_MS = 3_000;
/** How long another worker's wish is heeded, and how often it is repeated. */
const WANTED_MS = 2_000;
const ASK_AGAIN_MS = 500;
/** How long the connections of a worker that ends may take to be closed: longer than leaving their devices politely takes. */
const CLOSE_TIMEOUT_MS = 5_000;
/** Workers tell here which device they wait for, and of which device a session has become free: `wanted <key>`, `free <key>`. */
const CHANNEL = 'device-slots';

/** What the slots ask of those who hold connections. */
export interface ConnectionHolder {
  /** Close the connections to a device (`host:port`) that no job uses; resolves when they are closed. */
  closeIdle(device: string): Promise<void>;
  /** Close all connections to a device at once: another worker has its sessions now. */
  closeAll(device: string): void;
}

function keyOf({ host, port }: SlotDevice): string {
  return `${host.toLowerCase()}:${port}`;
}

/**
 * The sessions of each device as places of a lease in the shared store. A place is kept while a connection is open or a job runs, and
 * a little longer, so that the next job of a device needs no round trip.
 */
@Injectable()
export class SharedDeviceSlots extends DeviceSlots implements OnModuleInit, OnApplicationShutdown {
  readonly #state: SharedState;
  readonly #shares = new Map<string, DeviceShare>();
  readonly #worker = randomUUID();
  #holder: ConnectionHolder | undefined;
  #timer: NodeJS.Timeout | undefined;
  #lastPlace = 0;
  readonly #givenBack = new Set<Promise<void>>();
  #isListening = false;
  #isClosing = false;
  #onAllClosed = (): void => undefined;
  /** Wakes those who wait for another worker, by device. */
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(state: SharedState) {
    super();
    this.#state = state;
  }

  /** Names the one who holds connections. */
  serve(holder: ConnectionHolder): void {
    this.#holder = holder;
  }

  onModuleInit(): void {
    this.#timer = setInterval(() => void this.#renewAll(), RENEW_EVERY_MS).unref();
    this.#listen();
  }

  /** Gives each place back once its connection is closed. One whose connection lives on is kept while this process does, and then lapses. */
  async onApplicationShutdown(): Promise<void> {
    this.#isClosing = true;
    for (const [key, share] of this.#shares) this.#trim(key, share);
    const allClosed = new Promise<void>((resolve) => (this.#onAllClosed = resolve));
    if (this.#hasConnections) await Promise.race([allClosed, delay(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
    if (!this.#hasConnections) clearInterval(this.#timer);
    const unused = [...this.#shares.values()].filter(({ connections }) => connections === 0);
    const leases = unused.flatMap((share) => share.leases.splice(0));
    for (const lease of leases) this.#giveBackSoon(lease);
    await Promise.all(this.#givenBack);
  }

  async take(device: SlotDevice, options: SlotOptions): Promise<() => void> {
    const key = keyOf(device);
    const endsAt = Date.now() + options.maxWaitMs;
    for (;;) {
      options.signal.throwIfAborted();
      const share = this.#share(key);
      const held = share.hasFree ? this.#holdOne(share) : await this.#acquire(key, share, options.maxSessions);
      if (held !== undefined) return held;
      const leftMs = endsAt - Date.now();
      if (leftMs <= 0) throw takenError(key, options);
      await this.#wait(key, Math.min(leftMs, ASK_AGAIN_MS), options.signal);
    }
  }

  /** Closes idle connections to a device, such as those of another user, where one more would be too many. */
  async makeRoom(device: SlotDevice): Promise<void> {
    const key = keyOf(device);
    const share = this.#share(key);
    if (share.leases.length <= share.connections) await this.#holder?.closeIdle(key);
  }

  /** A connection is about to be opened. */
  opened(device: SlotDevice): void {
    this.#share(keyOf(device)).connections++;
  }

  /** A connection is closed, or could not be opened. */
  closed(device: SlotDevice): void {
    const key = keyOf(device);
    const share = this.#share(key);
    share.connections--;
    if (this.#isClosing || share.wantedUntil > Date.now()) this.#trim(key, share);
    if (this.#isClosing && !this.#hasConnections) this.#onAllClosed();
  }

  get #hasConnections(): boolean {
    return [...this.#shares.values()].some(({ connections }) => connections > 0);
  }

  #share(key: string): DeviceShare {
    const share = this.#shares.get(key) ?? new DeviceShare();
    this.#shares.set(key, share);
    return share;
  }

  #holdOne(share: DeviceShare): () => void {
    share.jobs++;
    let isHeld = true;
    return () => {
      if (isHeld) share.jobs--;
      isHeld = false;
    };
  }

  /** Asks for one more session. Holds one in the same turn in which there is one: another job would hold it, too. */
  async #acquire(key: string, share: DeviceShare, maxSessions: number): Promise<(() => void) | undefined> {
    const owner = `${this.#worker}/${++this.#lastPlace}`;
    share.asking++;
    try {
      const lease = await this.#state.acquireLease(`device:${key}`, owner, LEASE_MS, maxSessions);
      if (lease !== undefined) share.leases.push(lease);
    } finally {
      share.asking--;
    }
    return share.hasFree ? this.#holdOne(share) : undefined;
  }

  /** Asks the others for a session of the device, and waits for one or for the time to pass. */
  async #wait(key: string, timeoutMs: number, signal: AbortSignal): Promise<void> {
    const waiting = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, waiting);
    let wake = (): void => undefined;
    const woken = new Promise<void>((resolve) => waiting.add((wake = resolve)));
    void this.#state.publish(CHANNEL, `wanted ${key}`).catch(() => undefined);
    const over = new AbortController();
    const timeout = delay(timeoutMs, undefined, { signal: AbortSignal.any([signal, over.signal]) });
    await Promise.race([woken, timeout.catch(() => undefined)]);
    over.abort();
    waiting.delete(wake);
    if (waiting.size === 0) this.#waiting.delete(key);
  }

  /** Where the store is away, the next sweep tries again. */
  #listen(): void {
    if (this.#isListening) return;
    this.#isListening = true;
    const onMessage = (message: string): void => this.#onMessage(message);
    void this.#state.subscribe(CHANNEL, onMessage).catch(() => (this.#isListening = false));
  }

  #onMessage(message: string): void {
    const [word, key = ''] = message.split(' ');
    if (word === 'free') for (const wake of this.#waiting.get(key) ?? []) wake();
    const share = this.#shares.get(key);
    if (word !== 'wanted' || share === undefined || share.leases.length === 0) return;
    share.wantedUntil = Date.now() + WANTED_MS;
    void this.#holder?.closeIdle(key);
    this.#trim(key, share);
  }

  /** Gives back what is not needed. */
  #trim(key: string, share: DeviceShare): void {
    for (let lease = share.takeSurplus(); lease !== undefined; lease = share.takeSurplus()) this.#giveBackSoon(lease);
    if (share.isIdle) this.#shares.delete(key);
  }

  #giveBackSoon(lease: Lease): void {
    const given = this.#giveBack(lease).finally(() => this.#givenBack.delete(given));
    this.#givenBack.add(given);
  }

  async #giveBack(lease: Lease): Promise<void> {
    try {
      await this.#state.releaseLease(lease);
      await this.#state.publish(CHANNEL, `free ${lease.key.slice('device:'.length)}`);
    } catch {
      // It lapses.
    }
  }

  async #renewAll(): Promise<void> {
    this.#listen();
    for (const [key, share] of this.#shares) this.#trim(key, share);
    await Promise.all([...this.#shares].map(([key, share]) => this.#renew(key, share)));
  }

  async #renew(key: string, share: DeviceShare): Promise<void> {
    for (const lease of [...share.leases]) {
      // While the store is away nobody else can take the device either.
      const isHeld = await this.#state.renewLease(lease, LEASE_MS).catch(() => true);
      if (isHeld || !share.leases.includes(lease)) continue;
      share.leases.splice(share.leases.indexOf(lease), 1);
      this.#holder?.closeAll(key);
    }
  }
}

function takenError(key: string, { maxSessions, maxWaitMs }: SlotOptions): DeviceTakenError {
  const sessions = maxSessions === 1 ? 'its session' : `its ${maxSessions} sessions`;
  return new DeviceTakenError(
    `waited ${maxWaitMs / 1000} s for device ${key}: other workers have ${sessions}; try again later, or raise max_queue_wait`,
  );
}
