import { loadAll, YAMLException } from 'js-yaml';
import { errorMessage } from '../common/tom-error.js';
import { FaultySourceError } from './settings.errors.js';
import type { SettingEntry } from './setting-values.js';

/** The key at the start of a line; nothing else of the line, which may hold a secret. */
function keyOnLine(text: string, index: number): string {
  const key = /^[\s{"']*([\w.-]+)["']?\s*:/.exec(text.split('\n')[index] ?? '')?.[1];
  return key === undefined ? '' : ` "${key}"`;
}

/** `exception.message` quotes the text around the fault and may so show a secret; the reason does not. */
function faultOf(exception: unknown, text: string, label: string): string {
  if (!(exception instanceof YAMLException)) return `${label}: ${errorMessage(exception)}`;
  const line = exception.mark?.line;
  return line === undefined
    ? `${label}: ${exception.reason}`
    : `${label} line ${line + 1}: ${exception.reason}${keyOnLine(text, line)}`;
}

function parseDocuments(text: string, label: string): unknown[] {
  try {
    return loadAll(text);
  } catch (exception) {
    throw new FaultySourceError(faultOf(exception, text, label));
  }
}

function lineNumbers(text: string): Map<string, number> {
  const keys = text.split('\n').map((line) => /^["']?([\w.-]+)["']?\s*:/.exec(line)?.[1]);
  return new Map(keys.flatMap((key, index) => (key === undefined ? [] : [[key, index + 1] as const])));
}

/** Settings of a YAML text. Throws `FaultySourceError`. */
export function entriesOfYaml(text: string, label: string): Map<string, SettingEntry> {
  const documents = parseDocuments(text, label);
  if (documents.length > 1) throw new FaultySourceError(`${label}: holds more than one YAML document`);
  const content = documents[0] ?? {};
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new FaultySourceError(`${label}: must hold settings as "key: value"`);
  }
  const lines = lineNumbers(text);
  return new Map(
    Object.entries(content).map(([key, value]: [string, unknown]) => {
      const line = lines.get(key);
      return [key, { key, value, where: line === undefined ? label : `${label} line ${line}` }];
    }),
  );
}
