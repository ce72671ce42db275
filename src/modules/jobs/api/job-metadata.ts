import type { CredentialRef } from '../../credentials/credential.types.js';
import { askedCommands } from '../cached/merged-outputs.js';
import type { CommandJobPayload, JobCacheRequest, JobRecord } from '../job.types.js';

/** The `metadata` of the envelope: what the job was asked to do. */
export function jobMetadata({ payload }: JobRecord): Record<string, unknown> {
  const { device, credential, maxQueueWaitMs } = payload;
  return {
    host: device.host,
    port: device.port,
    device_type: device.driver,
    ...(payload.kind === 'commands' ? commandsOf(payload) : { config_commands: payload.lines }),
    credential: credentialOf(credential),
    ...(payload.kind === 'commands' ? cacheOf(payload.cache) : {}),
    max_queue_wait: maxQueueWaitMs / 1000,
  };
}

function commandsOf(payload: CommandJobPayload): Record<string, unknown> {
  const { enable, expect } = payload;
  return {
    commands: askedCommands(payload),
    ...(enable ? { enable: true } : {}),
    ...(expect === null ? {} : { expect }),
  };
}

function cacheOf(cache: JobCacheRequest): Record<string, unknown> {
  return { use_cache: cache.useCache, cache_refresh: cache.refresh, cache_ttl: cache.ttlSeconds };
}

function credentialOf(credential: CredentialRef): Record<string, unknown> {
  return credential.type === 'stored'
    ? { type: 'stored', credential_id: credential.credentialId }
    : { type: 'inlineSSH', username: credential.username };
}
