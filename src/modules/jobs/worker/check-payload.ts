import { isAccessRole } from '../../../common/access-role.js';
import type { JobPayload } from '../job.types.js';
import { InvalidJobError } from '../jobs.errors.js';

// Plain functions and not class-validator: this runs for every job, where that took a twelfth of a worker's time.

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown, of: Fields) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isName: Check = (value) => typeof value === 'string' && value !== '';
const isFlag: Check = (value) => typeof value === 'boolean';
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTextList: Check = (value) => Array.isArray(value) && value.every((item) => typeof item === 'string');
const orNull =
  (check: Check): Check =>
  (value, of) =>
    value === null || check(value, of);
const isNumber =
  (minimum: number, maximum = Infinity): Check =>
  (value) =>
    typeof value === 'number' && value >= minimum && value <= maximum;
const isWhole =
  (minimum: number, maximum = Infinity): Check =>
  (value, of) =>
    Number.isInteger(value) && isNumber(minimum, maximum)(value, of);
const ofType =
  (type: string, check: Check): Check =>
  (value, of) =>
    of.type !== type || check(value, of);

const ofKind =
  (kind: string, check: Check): Check =>
  (value, of) =>
    of.kind !== kind || check(value, of);

const CHECKS: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  '': {
    kind: (value) => value === 'commands' || value === 'configs',
    caller: isObject,
    facts: isObject,
    device: isObject,
    credential: isObject,
    timeoutMs: isNumber(1),
    retries: isWhole(1),
    maxQueueWaitMs: isNumber(0),
    commands: ofKind('commands', isTextList),
    enable: ofKind('commands', isFlag),
    sealedSecret: (value, of) => (of.kind === 'configs' && value === undefined) || value === null || isName(value, of),
    expect: ofKind('commands', orNull(isText)),
    cache: ofKind('commands', isObject),
    lines: ofKind('configs', isTextList),
    push: ofKind('configs', isObject),
  },
  caller: {
    user: isText,
    method: isName,
    provider: orNull(isName),
    role: isAccessRole,
    devices: orNull(isTextList),
  },
  device: { name: orNull(isText), host: isName, port: isWhole(1, 65_535), driver: isName, options: isObject },
  credential: {
    type: (value) => value === 'stored' || value === 'inlineSSH',
    credentialId: ofType('stored', isName),
    username: ofType('inlineSSH', isText),
    sealedPassword: ofType('inlineSSH', isName),
  },
  push: {
    stopOnError: isFlag,
    commit: isFlag,
    save: isFlag,
    dryRun: isFlag,
    diff: isFlag,
    confirmWithinMinutes: orNull(isWhole(1)),
    transcriptForm: (value) => value === 'dialogue' || value === 'lines',
  },
  cache: { useCache: isFlag, refresh: isFlag, ttlSeconds: orNull(isNumber(0)) },
};

/** Paths of the fields that are not what they should be. */
function faultyFields(payload: Fields): string[] {
  const faulty: string[] = [];
  for (const [part, checks] of Object.entries(CHECKS)) {
    const fields = part === '' ? payload : payload[part];
    if (!isObject(fields)) continue;
    for (const [name, check] of Object.entries(checks)) {
      if (!check(fields[name], fields)) faulty.push(part === '' ? name : `${part}.${name}`);
    }
  }
  return faulty;
}

/** Checks what came out of the queue. Throws `InvalidJobError` with every fault; no value is in it. */
export function checkPayload(payload: unknown): asserts payload is JobPayload {
  const faults = isObject(payload)
    ? faultyFields(payload).map((path) => `${path}: missing or not valid`)
    : ['it is no object'];
  if (faults.length === 0) return;
  throw new InvalidJobError(
    `the job in the queue cannot be understood (${faults.join('; ')}); run the same version of Tom everywhere`,
  );
}
