/** Platforms of a family share their expressions, which keep no state. */
const expressions = new Map<string, RegExp>();

/** A compiled expression. */
export function expression(source: string, flags = ''): RegExp {
  const key = `${flags}/${source}`;
  const known = expressions.get(key);
  if (known !== undefined) return known;
  const compiled = new RegExp(source, flags);
  expressions.set(key, compiled);
  return compiled;
}

/** Of a whole text. */
export const whole = (pattern: string): RegExp => expression(`^(?:${pattern})$`);
/** Of the end of a text. */
export const atEnd = (pattern: string): RegExp => expression(`(?:${pattern})$`);
/** Likewise, case does not count. */
export const atEndInAnyCase = (pattern: string): RegExp => expression(`(?:${pattern})$`, 'i');
/** Of the start of a command, case does not count. */
export const atStart = (pattern: string): RegExp => expression(`^\\s*(?:${pattern})`, 'i');
/** Of whole lines at the end of a text. */
export const lineAtEnd = (pattern: string): RegExp => expression(`(?:^|(?<=\\n))(?:${pattern})(?:[ \\t]*\\n)+$`);
export const linesAtEnd = (pattern: string): RegExp => expression(`(?:^|\\n)(?:${pattern})[ \\t]*\\n?$`);
