import { isIP } from 'node:net';
import { matchesGlob } from '../../common/glob.js';

/** What a scope may speak of: the facts of a device by name. A fact that is not there matches no pattern. */
export type DeviceFacts = Readonly<Record<string, unknown>>;

/** `name=ams-*` as its two halves; a pattern without a field speaks of the name. */
function readPattern(pattern: string): { readonly field: string; readonly glob: string } {
  const [, field, glob] = /^([A-Za-z_][\w.-]*)=(.*)$/s.exec(pattern) ?? [];
  return field === undefined || glob === undefined ? { field: 'name', glob: pattern } : { field, glob };
}

/** `192.0.2.*`, `2001:db8:*`: a pattern of addresses. */
const ADDRESS_GLOB = /^(?=.*\d)[\d.*?]+$|:/;

/** A pattern of addresses speaks of addresses alone: whoever owns a domain can have a name in it begin as it likes. */
function matchesHost(glob: string, host: string): boolean {
  return matchesGlob(glob, host) && (!ADDRESS_GLOB.test(glob) || isIP(host) !== 0);
}

function textOf(fact: unknown): string | undefined {
  if (typeof fact === 'string') return fact;
  return typeof fact === 'number' || typeof fact === 'boolean' ? String(fact) : undefined;
}

/**
 * Whether one of the patterns matches: `ams-*` and `name=ams-*` the device's name, `site=ams` another fact of it. `*` stands for
 * any text, `?` for one character; upper and lower case are one. `null` lets every device pass.
 */
export function isInScope(patterns: readonly string[] | null, facts: DeviceFacts): boolean {
  if (patterns === null) return true;
  return patterns.map(readPattern).some(({ field, glob }) => {
    const text = Object.hasOwn(facts, field) ? textOf(facts[field]) : undefined;
    return text !== undefined && (field === 'host' ? matchesHost(glob, text) : matchesGlob(glob, text));
  });
}

/** The facts that the patterns speak of: what a job has to carry so that its worker can decide again. */
export function factsInQuestion(patterns: readonly string[] | null, facts: DeviceFacts): DeviceFacts {
  const fields = new Set((patterns ?? []).map((pattern) => readPattern(pattern).field));
  return Object.fromEntries(
    [...fields].filter((field) => Object.hasOwn(facts, field)).map((field) => [field, facts[field]]),
  );
}
