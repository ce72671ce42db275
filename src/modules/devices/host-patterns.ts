function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i');
}

/** Whether a name fits patterns as OpenSSH's files have them: `*`, `?`, and `!` before one that decides alone. */
export function hostPatternsMatch(patterns: readonly string[], name: string): boolean {
  const matching = patterns.filter((pattern) => wildcard(pattern.replace(/^!/, '')).test(name));
  return matching.length > 0 && !matching.some((pattern) => pattern.startsWith('!'));
}
