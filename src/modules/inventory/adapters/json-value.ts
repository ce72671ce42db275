/** Anything that JSON may hold, seen as an object; empty for what is none. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The value at a path whose dots lead into nested objects; `undefined` where it leads nowhere. A key with dots in it goes first. */
export function valueAt(value: unknown, path: string): unknown {
  const object = objectOf(value);
  if (Object.hasOwn(object, path)) return object[path];
  const [key = '', ...rest] = path.split('.');
  if (rest.length === 0 || !Object.hasOwn(object, key)) return undefined;
  return valueAt(object[key], rest.join('.'));
}

/** The text, or `undefined` for anything else and for an empty one. */
export function textOrNone(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What people call a nested object: its `name`, `display`, `model`, `label` or `value`, whichever it has first. */
export function labelOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  const object = objectOf(value);
  for (const key of ['name', 'display', 'model', 'label', 'value']) {
    const label = textOrNone(object[key]);
    if (label !== undefined) return label;
  }
  return null;
}
