import type { CredentialRef } from '../../credentials/credential.types.js';
import { askedCommands } from '../cached/merged-outputs.js';
import type { CommandJobPayload, ConfigJobPayload, JobCacheRequest, JobRecord } from '../job.types.js';

/** The `metadata` of the envelope: what the job was asked to do. */
export function jobMetadata({ payload }: JobRecord): Record<string, unknown> {
  const { device, credential, maxQueueWaitMs } = payload;
  return {
    host: device.host,
    port: device.port,
    device_type: device.driver,
    ...(payload.kind === 'commands' ? commandsOf(payload) : configsOf(payload)),
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

/** Options that are as usual are not shown: clients of old know none. */
function configsOf({ lines, push }: ConfigJobPayload): Record<string, unknown> {
  const { stopOnError, commit, save, dryRun, diff, confirmWithinMinutes } = push;
  return {
    config_commands: lines,
    ...(stopOnError ? {} : { stop_on_error: false }),
    ...(commit ? {} : { commit: false }),
    ...(save ? { save } : {}),
    ...(dryRun ? { dry_run: true } : {}),
    ...(diff ? { diff } : {}),
    ...(confirmWithinMinutes === null ? {} : { confirm_within: confirmWithinMinutes }),
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
