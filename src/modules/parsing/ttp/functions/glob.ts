/** A character class of a shell pattern in JavaScript's syntax, or null where the bracket is not closed. */
const CLASS = /\[(!?)(\]?[^\]]*)\]/y;

const cache = new Map<string, RegExp>();
const CAPACITY = 500;

function translate(pattern: string): string {
  let source = '';
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    CLASS.lastIndex = at;
    const set = character === '[' ? CLASS.exec(pattern) : null;
    if (set !== null) {
      source += `[${set[1] === '!' ? '^' : ''}${(set[2] ?? '').replace(/[\\\]^[]/g, '\\$&')}]`;
      at += set[0].length - 1;
    } else if (character === '*') {
      source += '[^]*';
    } else {
      source += character === '?' ? '[^]' : character.replace(/[\\^$.|+()[\]{}/]/g, '\\$&');
    }
  }
  return `^${source}$`;
}

/** Whether a text fits a shell pattern (`*`, `?`, `[…]`). */
export function globMatches(text: string, pattern: string): boolean {
  let regex = cache.get(pattern);
  if (regex === undefined) {
    if (cache.size >= CAPACITY) cache.clear();
    regex = new RegExp(translate(pattern));
    cache.set(pattern, regex);
  }
  return regex.test(text);
}
