import type { SessionPoolSettings } from '../../src/modules/devices/session/session-pool.js';

/** Settings of a session pool at which a device of the test's own process is never late, and no keepalive disturbs it. */
export const POOL_SETTINGS: SessionPoolSettings = {
  connectTimeoutMs: 20_000,
  loginTimeoutMs: 20_000,
  privilegeTimeoutMs: 20_000,
  maxOutputBytes: 100_000,
  sshAlgorithms: 'modern',
  sshKeepaliveMs: 0,
  hostKeyPolicy: 'accept-new',
  sessionIdleTtlMs: 60_000,
  sessionMaxAgeMs: 600_000,
  maxSessions: 100,
};
