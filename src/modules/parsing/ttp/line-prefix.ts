const META = /[.^$*+?{}[\]\\|()]/;
const QUANTIFIER = /[*+?{]/;

/** A group closed that was never opened, or a choice outside every group: the pattern is more than one line's. */
function isSplit(pattern: string): boolean {
  let depth = 0;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at];
    if (character === '\\') at++;
    else if (character === '[') at = endOfSet(pattern, at);
    else if (character === '(') depth++;
    else if (character === ')') depth--;
    if (depth < 0 || (depth === 0 && character === '|')) return true;
  }
  return false;
}

function endOfSet(pattern: string, start: number): number {
  let at = start + (pattern[start + 1] === '^' ? 2 : 1);
  if (pattern[at] === ']') at++;
  while (at < pattern.length && pattern[at] !== ']') at += pattern[at] === '\\' ? 2 : 1;
  return at;
}

/** The plain text a pattern continues with from an offset on. */
function literalFrom(pattern: string, start: number): string {
  let text = '';
  for (let at = start; at < pattern.length;) {
    const isEscaped = pattern[at] === '\\';
    const character = pattern.charAt(isEscaped ? at + 1 : at);
    if (isEscaped ? /[\da-zA-Z]/.test(character) : META.test(character)) break;
    at += isEscaped ? 2 : 1;
    if (QUANTIFIER.test(pattern.charAt(at))) break;
    text += character;
  }
  return text;
}

/**
 * The text every match of a line's pattern has after its line end, or null where matches cannot be looked for line by line: the
 * pattern looks back before the line, or does not start with a line end.
 */
export function linePrefix(pattern: string): string | null {
  const isOfLine = pattern.startsWith('\\n') && !/\(\?<[=!]/.test(pattern) && !isSplit(pattern);
  return isOfLine ? literalFrom(pattern, 2) : null;
}

/** The text that every text matched by a pattern starts with, as far as it can be told. */
export function textPrefix(pattern: string): string {
  return pattern.startsWith('^') && !isSplit(pattern) ? literalFrom(pattern, 1) : '';
}
