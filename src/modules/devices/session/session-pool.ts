import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Credential } from '../../credentials/credential.types.js';
import { DeviceSessions, type DeviceSession, type DeviceTarget, type UseOptions } from '../device-sessions.port.js';
import { ConnectionLostError, SessionAbortedError, SessionRefusedError } from '../devices.errors.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import { Transport } from '../transport/transport.port.js';
import { ConnectionPlanner, type PlannerSettings } from './connection-planner.js';
import { DeviceConnection, type ConnectionPlan } from './device-connection.js';
import { IdleConnections } from './idle-connections.js';
import { PooledSession } from './pooled-session.js';
import type { ConnectionHolder } from './shared-device-slots.js';

export interface SessionPoolSettings extends PlannerSettings {
  /** How long a session stays open without a job; 0 closes it after each job. */
  readonly sessionIdleTtlMs: number;
  /** Age past which a session is not used again. */
  readonly sessionMaxAgeMs: number;
  /** Sessions open at a time, those in use included; past it the one that was idle longest is closed. */
  readonly maxSessions: number;
}

/** A kept session that does not send a byte for this long after a command is taken for dead, in milliseconds. */
const SIGN_OF_LIFE_MS = 5000;
/** How long a server that said nothing in a second session is not asked for one again: it may have been slow, in milliseconds. */
const SINGLE_MS = 3_600_000;
/** How long jobs under way may hold up the end, in milliseconds. */
const DRAIN_MS = 2000;

/** Keeps sessions open between jobs: one job a session, and only for the same device and log-in. */
@Injectable()
export class SessionPool extends DeviceSessions implements ConnectionHolder, OnApplicationShutdown {
  private readonly idle: IdleConnections;
  private readonly busy = new Set<DeviceConnection>();
  /** Those among the busy that are being ended. */
  private readonly leaving = new Map<DeviceConnection, Promise<void>>();
  /** Addresses of servers that were seen to carry one session a connection, and until when that is believed. */
  private readonly single = new Map<string, number>();
  private readonly planner: ConnectionPlanner;
  private opening = 0;
  private isClosing = false;
  private drained: (() => void) | undefined;

  constructor(
    registry: PlatformRegistry,
    private readonly transport: Transport,
    private readonly settings: SessionPoolSettings,
  ) {
    super();
    this.idle = new IdleConnections(settings);
    this.planner = new ConnectionPlanner(registry, settings);
  }

  /** Sessions open now, in use or not, and those being opened. */
  get size(): number {
    return this.idle.size + this.busy.size + this.opening;
  }

  async use<T>(
    target: DeviceTarget,
    credential: Credential,
    work: (session: DeviceSession) => Promise<T>,
    options: UseOptions,
  ): Promise<T> {
    const plan = this.planner.plan(target, credential);
    const kept = this.idle.take(plan.key);
    if (kept !== undefined) {
      const attempt = await this.tryKept(kept, work, options);
      if (!attempt.isStale) return attempt.result;
    }
    const connection = await this.open(plan, options.signal);
    const session = await this.begin(connection, options, undefined);
    return this.work(connection, session, work);
  }

  async closeIdle(device: string): Promise<void> {
    const leaving = [...this.leaving].filter(([{ address }]) => address.toLowerCase() === device);
    const idle = this.idle.takeDevice(device).map((connection) => connection.leave());
    await Promise.all([...idle, ...leaving.map(([, left]) => left)]);
  }

  closeAll(device: string): void {
    for (const connection of this.idle.takeDevice(device)) connection.close();
    // The jobs on these see a lost connection.
    for (const connection of this.busy) if (connection.address.toLowerCase() === device) connection.close();
  }

  async onApplicationShutdown(): Promise<void> {
    this.isClosing = true;
    await Promise.all(this.idle.takeAll().map((connection) => connection.leave()));
    if (this.busy.size > 0) {
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.drained = resolve;
        timer = setTimeout(resolve, DRAIN_MS);
      });
      clearTimeout(timer);
    }
    for (const connection of this.busy) connection.close();
  }

  private async tryKept<T>(
    connection: DeviceConnection,
    work: (session: DeviceSession) => Promise<T>,
    options: UseOptions,
  ): Promise<{ isStale: false; result: T } | { isStale: true }> {
    let session: PooledSession | undefined;
    try {
      this.busy.add(connection);
      session = await this.begin(connection, options, SIGN_OF_LIFE_MS);
      return { isStale: false, result: await this.work(connection, session, work) };
    } catch (error) {
      if (connection.isMute) this.single.set(connection.address, performance.now() + SINGLE_MS);
      const isLost = error instanceof ConnectionLostError || error instanceof SessionRefusedError;
      const isUntouched = session === undefined || (options.repeatable && !session.hasReplied);
      if (isLost && isUntouched) return { isStale: true };
      throw error;
    }
  }

  private async open(plan: ConnectionPlan, signal: AbortSignal | undefined): Promise<DeviceConnection> {
    if (this.isClosing)
      throw new SessionAbortedError('Tom is stopping: no new session is opened', { stage: 'connect' });
    if (this.size >= this.settings.maxSessions) this.idle.closeOldest();
    this.opening += 1;
    try {
      const connection = await DeviceConnection.open(this.transport, plan, signal);
      this.busy.add(connection);
      return connection;
    } finally {
      this.opening -= 1;
    }
  }

  private async begin(
    connection: DeviceConnection,
    { signal }: UseOptions,
    signOfLifeMs: number | undefined,
  ): Promise<PooledSession> {
    try {
      const driver = await connection.acquire(signal, signOfLifeMs);
      const { address, plan, serverVersion } = connection;
      return new PooledSession(driver, { ...plan, address, serverVersion, signal, signOfLifeMs });
    } catch (error) {
      this.discard(connection);
      throw error;
    }
  }

  private async work<T>(
    connection: DeviceConnection,
    session: PooledSession,
    work: (session: DeviceSession) => Promise<T>,
  ): Promise<T> {
    try {
      return await work(session);
    } finally {
      await this.giveBack(connection, session);
    }
  }

  private async giveBack(connection: DeviceConnection, session: PooledSession): Promise<void> {
    const isIntact = !session.isBroken;
    const isGood = await session.end();
    if (isIntact && !isGood) {
      this.leave(connection);
      return;
    }
    if (!isGood || this.isSpent(connection) || !connection.isReusable || this.isClosing) {
      this.discard(connection);
      return;
    }
    connection.release();
    this.busy.delete(connection);
    this.idle.put(connection);
  }

  private isSpent({ plan, address }: DeviceConnection): boolean {
    return plan.platform.isShell && performance.now() < (this.single.get(address) ?? 0);
  }

  /** The job's answer does not wait for it. */
  private leave(connection: DeviceConnection): void {
    const left = connection.leave().finally(() => {
      this.leaving.delete(connection);
      this.discard(connection);
    });
    this.leaving.set(connection, left);
  }

  private discard(connection: DeviceConnection): void {
    connection.close();
    this.busy.delete(connection);
    if (this.busy.size === 0) this.drained?.();
  }
}
