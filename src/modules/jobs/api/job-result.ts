import { toParsedAnswer } from '../../parsing/api/parsed-answer.dto.js';
import type { CacheNote, JobView, ShownOutput } from '../job-output.types.js';
import type { CommandJobPayload, ConfigResult, JobRecord } from '../job.types.js';

/** The `result` of the envelope; `null` while there is none. */
export function jobResult({ record, outputs, configuration }: JobView): Record<string, unknown> | null {
  if (configuration !== null) return configResult(record, configuration);
  if (outputs === null || record.payload.kind !== 'commands') return null;
  return commandResult(record.payload, outputs);
}

function configResult({ payload }: JobRecord, { transcript, diff }: ConfigResult): Record<string, unknown> {
  const isDiffWanted = payload.kind === 'configs' && (payload.push.diff || payload.push.dryRun);
  return isDiffWanted ? { transcript, diff } : { transcript };
}

/** What is known of each command, by command; the same one again is keyed `command_1`, `command_2` … */
function commandResult(payload: CommandJobPayload, outputs: readonly ShownOutput[]): Record<string, unknown> {
  const data = new Map<string, unknown>();
  const rejected = new Map<string, unknown>();
  const logLines = new Map<string, unknown>();
  const cached = new Map<string, unknown>();
  for (const shown of outputs) {
    let key = shown.command;
    for (let again = 1; data.has(key); again++) key = `${shown.command}_${again}`;
    data.set(key, dataOf(shown));
    cached.set(key, cacheMeta(shown.cache));
    if (shown.rejection !== null) rejected.set(key, shown.rejection);
    if (shown.logLines.length > 0) logLines.set(key, shown.logLines);
  }
  const meta = {
    cache: {
      cache_status: payload.cache.run?.status ?? 'miss',
      commands: payload.cache.useCache ? Object.fromEntries(cached) : {},
    },
    ...(rejected.size === 0 ? {} : { rejected: Object.fromEntries(rejected) }),
    ...(logLines.size === 0 ? {} : { log_lines: Object.fromEntries(logLines) }),
  };
  return { data: Object.fromEntries(data), meta };
}

function dataOf({ text, parsed, includeRaw }: ShownOutput): unknown {
  return parsed === null ? text : toParsedAnswer(parsed, includeRaw ? text : null);
}

function cacheMeta(note: CacheNote): Record<string, unknown> {
  if (note.status !== 'hit') return { cache_status: note.status };
  return {
    cache_status: 'hit',
    cached_at: new Date(note.at).toISOString(),
    age_seconds: Math.max(0, Date.now() - note.at) / 1000,
    ttl: note.ttlMs / 1000,
  };
}
