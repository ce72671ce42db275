/** Gives the value of a placeholder by its name; `undefined` when there is none. */
export type FactLookup = (name: string) => string | undefined;

const PLACEHOLDER = /\{\{\s*([a-z_0-9]+)(?::(\d+))?\s*\}\}/g;

/**
 * Replaces every `{{name}}` by its value, and `{{name:15}}` by its value filled up with blanks to 15 columns; a name
 * without a value stays as it is written.
 */
export function render(template: string, lookup: FactLookup): string {
  if (!template.includes('{{')) return template;
  return template.replace(PLACEHOLDER, (placeholder, name: string, width?: string) =>
    (lookup(name) ?? placeholder).padEnd(Number(width ?? 0)),
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
