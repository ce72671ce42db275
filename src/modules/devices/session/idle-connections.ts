import type { DeviceConnection } from './device-connection.js';

export interface IdleConnectionsSettings {
  readonly sessionIdleTtlMs: number;
  readonly sessionMaxAgeMs: number;
}

/** Connections nobody uses at the moment, the one that was idle longest first. One timer for all of them. */
export class IdleConnections {
  private readonly byKey = new Map<string, DeviceConnection[]>();
  /** Connections and when they are closed, in the order they came. */
  private readonly expiry = new Map<DeviceConnection, number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly settings: IdleConnectionsSettings) {}

  get size(): number {
    return this.expiry.size;
  }

  /** Keeps a connection, or closes it when it is too old or none are kept. */
  put(connection: DeviceConnection): void {
    const { sessionIdleTtlMs, sessionMaxAgeMs } = this.settings;
    const nowMs = performance.now();
    const expiresAtMs = Math.min(nowMs + sessionIdleTtlMs, connection.openedAtMs + sessionMaxAgeMs);
    if (expiresAtMs <= nowMs) {
      void connection.leave();
      return;
    }
    const { key } = connection.plan;
    this.byKey.set(key, [...(this.byKey.get(key) ?? []), connection]);
    this.expiry.set(connection, expiresAtMs);
    this.arm();
  }

  /** The connection of this key that was used last, if it is still good. */
  take(key: string): DeviceConnection | undefined {
    for (;;) {
      const connection = this.byKey.get(key)?.at(-1);
      if (connection === undefined) return undefined;
      const expiresAtMs = this.expiry.get(connection) ?? 0;
      this.remove(connection);
      if (connection.isReusable && expiresAtMs > performance.now()) return connection;
      connection.close();
    }
  }

  /** The connections to a device, `host:port` in small letters. */
  takeDevice(device: string): DeviceConnection[] {
    const found = [...this.expiry.keys()].filter(({ address }) => address.toLowerCase() === device);
    for (const connection of found) this.remove(connection);
    return found;
  }

  takeAll(): DeviceConnection[] {
    const all = [...this.expiry.keys()];
    for (const connection of all) this.remove(connection);
    clearTimeout(this.timer);
    this.timer = undefined;
    return all;
  }

  closeOldest(): void {
    const [oldest] = this.expiry.keys();
    if (oldest !== undefined) this.end(oldest);
  }

  private remove(connection: DeviceConnection): void {
    const { key } = connection.plan;
    const others = (this.byKey.get(key) ?? []).filter((other) => other !== connection);
    if (others.length === 0) this.byKey.delete(key);
    else this.byKey.set(key, others);
    this.expiry.delete(connection);
  }

  private end(connection: DeviceConnection): void {
    this.remove(connection);
    void connection.leave();
  }

  private arm(): void {
    if (this.timer !== undefined || this.expiry.size === 0) return;
    const nextAtMs = Math.min(...this.expiry.values());
    this.timer = setTimeout(() => this.sweep(), Math.max(1, Math.ceil(nextAtMs - performance.now())));
    this.timer.unref();
  }

  private sweep(): void {
    this.timer = undefined;
    const nowMs = performance.now();
    for (const [connection, expiresAtMs] of this.expiry) {
      if (expiresAtMs <= nowMs || !connection.isReusable) this.end(connection);
    }
    this.arm();
  }
}
