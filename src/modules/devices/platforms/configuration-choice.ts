import { randomBytes } from 'node:crypto';
import { ConfigurationNotSupportedError } from '../devices.errors.js';
import type { ConfigurationMode, PlatformConfiguration, PlatformDialogue } from './platform.types.js';

/** What a caller wants of a push that not every platform can do. */
export interface ConfigurationWishes {
  /** `false`: the candidate is thrown away after all. Default true. */
  readonly commit?: boolean;
  /** As `commit: false`, with the difference the candidate would make. Default false. */
  readonly dryRun?: boolean;
  /** The difference it makes is wanted. Default false. */
  readonly diff?: boolean;
  /** The device takes the changes back after so many minutes, unless they are confirmed. */
  readonly confirmWithinMinutes?: number | null;
}

/** Nothing is to be put in force. */
export function isTrial({ commit = true, dryRun = false }: ConfigurationWishes): boolean {
  return dryRun || !commit;
}

function candidateOf(configuration: PlatformConfiguration): ConfigurationMode | null {
  return configuration.commit === null ? configuration.withCandidate : configuration;
}

function wayOfTrial(configuration: PlatformConfiguration, wishes: ConfigurationWishes): ConfigurationMode | string {
  const { confirmWithinMinutes = null, dryRun = false } = wishes;
  const asked = dryRun ? 'dry_run' : 'commit: false';
  if (confirmWithinMinutes !== null) return `confirm_within cannot be used with ${asked}: nothing is committed`;
  const way = candidateOf(configuration) ?? (dryRun ? configuration.withRollback : null);
  if (way !== null) return way;
  return `has no candidate configuration, so that ${asked} would put the lines in force; with diff, a push shows what it changed`;
}

function wayFor(configuration: PlatformConfiguration, wishes: ConfigurationWishes): ConfigurationMode | string {
  if (isTrial(wishes)) return wayOfTrial(configuration, wishes);
  const { confirmWithinMinutes = null, diff = false } = wishes;
  if (confirmWithinMinutes !== null) {
    return configuration.withTimer ?? 'takes no changes back by itself: confirm_within cannot be used';
  }
  return diff ? (candidateOf(configuration) ?? configuration) : configuration;
}

function filled(mode: ConfigurationMode, { confirmWithinMinutes }: ConfigurationWishes): ConfigurationMode {
  const minutes = confirmWithinMinutes ?? 0;
  const clock = [Math.floor(minutes / 60), minutes % 60, 0].map((part) => String(part).padStart(2, '0')).join(':');
  const values = { minutes, seconds: minutes * 60, clock, session: `tom-${randomBytes(4).toString('hex')}` };
  const fillOne = (dialogue: PlatformDialogue): PlatformDialogue => ({
    ...dialogue,
    command: Object.entries(values).reduce(
      (text, [name, value]) => text.replaceAll(`{${name}}`, String(value)),
      dialogue.command,
    ),
  });
  const fill = (dialogue: PlatformDialogue | null): PlatformDialogue | null => dialogue && fillOne(dialogue);
  const { prepare, enter, commit, confirm, discard, diff } = mode;
  return {
    ...mode,
    prepare: fill(prepare),
    enter: fill(enter),
    commit: fill(commit),
    confirm: fill(confirm),
    discard: discard.map(fillOne),
    diff: fill(diff),
  };
}

/** The way of a push, its commands filled in. Throws `ConfigurationNotSupportedError` where the platform has none. */
export function chooseConfiguration(
  platform: { readonly name: string; readonly configuration: PlatformConfiguration },
  wishes: ConfigurationWishes,
): ConfigurationMode {
  const way = wayFor(platform.configuration, wishes);
  if (typeof way !== 'string') return filled(way, wishes);
  const fault = way.startsWith('confirm_within') ? way : `platform "${platform.name}" ${way}`;
  throw new ConfigurationNotSupportedError(`${fault}; nothing was sent`);
}
