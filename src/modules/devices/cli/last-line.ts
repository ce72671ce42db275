import type { Pager } from '../platforms/platform.types.js';

/** Pagers and questions are not longer than this: no more of the line is looked at. */
const TAIL_LIMIT = 512;

/** Silence after which a question is one, beyond the quiet time of prompts. */
export const QUESTION_QUIET_MS = 500;

/** The pager the device has stopped at, and where in the line its text starts. */
export function findPager(line: string, pagers: readonly Pager[]): { start: number; answer: string } | undefined {
  const offset = Math.max(0, line.length - TAIL_LIMIT);
  const tail = line.slice(offset);
  for (const { pattern, answer } of pagers) {
    const match = pattern.exec(tail);
    if (match !== null) return { start: offset + match.index, answer };
  }
  return undefined;
}

/** The line if it is a question the device wants answered. */
export function findQuestion(line: string, questions: readonly RegExp[]): string | undefined {
  const tail = line.slice(-TAIL_LIMIT);
  return questions.some((question) => question.test(tail)) ? tail.trim() : undefined;
}
