/** Gives the value of a placeholder by its name; `undefined` when there is none. */
export type FactLookup = (name: string) => string | undefined;

const PLACEHOLDER = /\{\{\s*([a-z_0-9]+)(?::(\d+)?(?:\.(\d+))?)?\s*\}\}/g;
const ESCAPE_SEQUENCE = /\x1b(?:\[[0-9;?]*[ -/]*[@-~]|[^[])/g;

/**
 * Replaces every `{{name}}` by its value, `{{name:15}}` by its value filled up with blanks to 15 columns, and `{{name:.20}}`
 * by its first 20 characters; a name without a value stays as it is written.
 */
export function render(template: string, lookup: FactLookup): string {
  if (!template.includes('{{')) return template;
  return template.replace(PLACEHOLDER, (placeholder, name: string, width?: string, limit?: string) =>
    (lookup(name) ?? placeholder).slice(0, Number(limit ?? Infinity)).padEnd(Number(width ?? 0)),
  );
}

/** The names of the placeholders in a text, each once. */
export function placeholders(template: string): string[] {
  return [...new Set(Array.from(template.matchAll(PLACEHOLDER), ([, name = '']) => name))];
}

/** Text as a terminal gets it: `\r\n` line ends, UTF-8 with one character per byte. */
export function toWire(text: string): string {
  return Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'utf8').toString('latin1');
}

/** Columns that the last line of a text takes on the screen. */
export function visibleWidth(text: string): number {
  return text.replace(ESCAPE_SEQUENCE, '').replace(/^.*[\r\n]/s, '').length;
}
