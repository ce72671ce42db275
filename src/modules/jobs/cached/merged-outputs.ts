import type { CacheNote } from '../job-output.types.js';
import type { AnsweredCommand, CommandJobPayload, CommandOutput } from '../job.types.js';

/** An output, and where it comes from. */
export interface SourcedOutput {
  readonly output: CommandOutput;
  readonly cache: CacheNote;
}

/** All commands the caller of a job asked for, those included that the cache answered. */
export function askedCommands({ commands, cache }: CommandJobPayload): readonly string[] {
  return cache.run?.asked?.commands ?? commands;
}

/** What a job brought and what the cache had before, in the order of the commands asked for. */
export function mergedOutputs(
  payload: CommandJobPayload,
  brought: readonly CommandOutput[],
  answered: readonly AnsweredCommand[],
): SourcedOutput[] {
  const places = new Set(payload.cache.run?.asked?.answered);
  const note: CacheNote = { status: payload.cache.run?.status === 'error' ? 'error' : 'miss' };
  const fresh = brought.map((output) => ({ output, cache: note }));
  const kept = answered.map(sourcedAnswer);
  const all = askedCommands(payload).map((_, index) => (places.has(index) ? kept.shift() : fresh.shift()));
  return all.filter((one) => one !== undefined);
}

export function sourcedAnswer({ command, output, logLines, platform, at, ttlMs }: AnsweredCommand): SourcedOutput {
  const own = { ...(logLines === undefined ? {} : { logLines }), ...(platform === undefined ? {} : { platform }) };
  return { output: { command, output, ...own }, cache: { status: 'hit', at, ttlMs } };
}
