function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Where two JSON values differ: `path: theirs -> ours`. What ours has beyond theirs is left out. */
export function jsonDifferences(theirs: unknown, ours: unknown, path = ''): string[] {
  if (isObject(theirs) && isObject(ours) && Array.isArray(theirs) === Array.isArray(ours)) {
    const fromTheirs = Object.entries(theirs).flatMap(([key, value]) =>
      jsonDifferences(value, ours[key], path === '' ? key : `${path}.${key}`),
    );
    const isLonger = Array.isArray(theirs) && Array.isArray(ours) && ours.length > theirs.length;
    return isLonger ? [...fromTheirs, `${path}: ${theirs.length} -> ${ours.length} items`] : fromTheirs;
  }
  return Object.is(theirs, ours) ? [] : [`${path}: ${shown(theirs)} -> ${shown(ours)}`];
}
