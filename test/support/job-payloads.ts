import { USUAL_PUSH, type CommandJobPayload, type ConfigJobPayload } from '../../src/modules/jobs/job.types.js';

/** A command job for `host`, with whatever a test wants otherwise. */
export function commandJob(host = '192.0.2.1', changes: Partial<CommandJobPayload> = {}): CommandJobPayload {
  return {
    kind: 'commands',
    caller: { user: 'anonymous', method: 'none', provider: null, role: 'admin', devices: null },
    facts: {},
    device: { name: 'r1', host, port: 22, driver: 'cisco_ios', options: {} },
    credential: { type: 'stored', credentialId: 'lab' },
    commands: ['show version'],
    enable: false,
    sealedSecret: null,
    expect: null,
    timeoutMs: 10_000,
    retries: 3,
    maxQueueWaitMs: 300_000,
    cache: { useCache: false, refresh: false, ttlSeconds: null },
    ...changes,
  };
}

/** A configuration job for `host`, likewise. */
export function configJob(host = '192.0.2.1', changes: Partial<ConfigJobPayload> = {}): ConfigJobPayload {
  const { caller, facts, device, credential, timeoutMs, retries, maxQueueWaitMs } = commandJob(host);
  const lines = ['interface Loopback0', 'description uplink'];
  const push = USUAL_PUSH;
  return {
    kind: 'configs',
    caller,
    facts,
    device,
    credential,
    lines,
    push,
    timeoutMs,
    retries,
    maxQueueWaitMs,
    ...changes,
  };
}
