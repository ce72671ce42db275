import type { ErrorPattern, RejectionReason } from '../platforms/platform.types.js';

export interface Rejection {
  readonly reason: RejectionReason;
  /** The line that says so. */
  readonly line: string;
}

/** A refusal stands at the start or at the end of the output; what is between is not searched. */
const WINDOW = 2000;

/** The first line by which the device says no, or `null`. */
export function findRejection(output: string, patterns: readonly ErrorPattern[]): Rejection | null {
  const isShort = output.length <= 2 * WINDOW;
  const end = isShort ? '' : output.slice(output.indexOf('\n', output.length - WINDOW) + 1);
  for (const window of isShort ? [output] : [output.slice(0, WINDOW), end]) {
    for (const { pattern, reason } of patterns) {
      const match = pattern.exec(window);
      if (match !== null) return { reason, line: lineAt(window, match.index + match[0].search(/\S|$/)) };
    }
  }
  return null;
}

function lineAt(text: string, index: number): string {
  const start = text.lastIndexOf('\n', index - 1) + 1;
  const end = text.indexOf('\n', index);
  return text.slice(start, end < 0 ? undefined : end).trim();
}
