import { toParsedAnswer } from '../../parsing/api/parsed-answer.dto.js';
import type { JobView, ShownOutput } from '../job-output.types.js';
import type { CommandJobPayload } from '../job.types.js';

/** The `result` of the envelope; `null` while there is none. */
export function jobResult({ record, outputs, configuration }: JobView): Record<string, unknown> | null {
  if (configuration !== null) return { transcript: configuration.transcript };
  if (outputs === null || record.payload.kind !== 'commands') return null;
  return commandResult(record.payload, outputs);
}

/** What is known of each command, by command; the same one again is keyed `command_1`, `command_2` … */
function commandResult(payload: CommandJobPayload, outputs: readonly ShownOutput[]): Record<string, unknown> {
  const data = new Map<string, unknown>();
  const rejected = new Map<string, unknown>();
  const logLines = new Map<string, unknown>();
  for (const shown of outputs) {
    let key = shown.command;
    for (let again = 1; data.has(key); again++) key = `${shown.command}_${again}`;
    data.set(key, dataOf(shown));
    if (shown.rejection !== null) rejected.set(key, shown.rejection);
    if (shown.logLines.length > 0) logLines.set(key, shown.logLines);
  }
  const meta = {
    cache: cacheMeta(payload),
    ...(rejected.size === 0 ? {} : { rejected: Object.fromEntries(rejected) }),
    ...(logLines.size === 0 ? {} : { log_lines: Object.fromEntries(logLines) }),
  };
  return { data: Object.fromEntries(data), meta };
}

function dataOf({ text, parsed, includeRaw }: ShownOutput): unknown {
  return parsed === null ? text : toParsedAnswer(parsed, includeRaw ? text : null);
}

function cacheMeta({ cache, commands: all }: CommandJobPayload): Record<string, unknown> {
  const commands = cache.useCache ? all.map((command) => [command, { cache_status: 'miss' }]) : [];
  return { cache_status: 'miss', commands: Object.fromEntries(commands) as Record<string, unknown> };
}
