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
  const all = text.split('\n');
  const isComplete = all.at(-1) === '';
  const lines: string[] = [];
  let length = 0;
  for (let index = all.length - (isComplete ? 2 : 1); index >= 0; index--) {
    const line = all[index] ?? '';
    length += line.length + 1;
    if (line.trim() === '') continue;
    if (logLine.test(line)) lines.unshift(line);
    else return lines.length > 0 && isPrompt(line) ? { length, lines } : undefined;
  }
  return undefined;
}
