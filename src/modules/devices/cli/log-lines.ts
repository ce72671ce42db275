export interface TrailingLogs {
  /** Characters at the end of the text that are no output: the prompt they came at, and the lines themselves. */
  readonly length: number;
  readonly lines: readonly string[];
}

/**
 * The log lines at the end of a text, when they came at a prompt: a line that is the prompt alone, then nothing but
 * log lines and blank ones. `undefined` when the text does not end so.
 */
export function trailingLogs(
  text: string,
  logLine: RegExp,
  isPrompt: (line: string) => boolean,
): TrailingLogs | undefined {
  const lines: string[] = [];
  let end = text.endsWith('\n') ? text.length - 1 : text.length;
  while (end > 0) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, end);
    end = start - 1;
    if (line.trim() === '') continue;
    if (logLine.test(line)) lines.unshift(line);
    else return lines.length > 0 && isPrompt(line) ? { length: text.length - start, lines } : undefined;
  }
  return undefined;
}
