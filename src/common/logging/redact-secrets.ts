/** Keys whose values never reach a log: the second net behind `Secret`. */
const SECRET_KEYS = new Set([
  'password',
  'secret',
  'token',
  'authorization',
  'passphrase',
  'privateKey',
  'sealedPassword',
]);

/** Fields of a log line without the values of such keys, of its own and of the objects in it. Copies what it changes alone. */
export function redactSecrets(fields: Record<string, unknown>): Record<string, unknown> {
  return redact(fields, true);
}

function redact(fields: Record<string, unknown>, looksInside: boolean): Record<string, unknown> {
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(fields)) {
    const value = fields[key];
    const shown = SECRET_KEYS.has(key) ? '***' : looksInside && isPlain(value) ? redact(value, false) : value;
    if (shown === value) continue;
    copy ??= { ...fields };
    copy[key] = shown;
  }
  return copy ?? fields;
}

/** Objects that say themselves what is shown of them are left to that. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Error) && !('toJSON' in value);
}
