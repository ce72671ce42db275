import { UnsendableCommandError } from '../devices.errors.js';
import type { TextBlock } from '../platforms/platform.types.js';

/** Lines without those that say nothing; a text of several lines counts as these. */
function split(lines: readonly string[]): string[] {
  return lines.flatMap((line) => line.split(/\r?\n|\r/));
}

/** The end mark of the text that the line starts, or `undefined` when it starts none or ends it itself. */
function endMark(line: string, textBlocks: readonly TextBlock[]): string | undefined {
  for (const { start, end } of textBlocks) {
    const match = start.exec(line);
    if (match === null) continue;
    const mark = match.groups?.end ?? end;
    const rest = line.slice(match.index + match[0].length);
    return mark === null || (match.groups?.end !== undefined && rest.includes(mark)) ? undefined : mark;
  }
  return undefined;
}

/**
 * What is typed at one prompt each: lines, and texts of several lines (a banner up to its end mark) as one. Blank lines
 * outside of texts are left out. Throws `UnsendableCommandError` for a text without end.
 */
export function configBlocks(lines: readonly string[], textBlocks: readonly TextBlock[]): string[] {
  const all = split(lines);
  const blocks: string[] = [];
  for (let index = 0; index < all.length; index++) {
    const line = all[index] ?? '';
    if (line.trim() === '') continue;
    const mark = endMark(line, textBlocks);
    if (mark === undefined) {
      blocks.push(line);
      continue;
    }
    const length = all.slice(index + 1).findIndex((other) => other.includes(mark)) + 1;
    if (length === 0) {
      throw new UnsendableCommandError(
        `the text that line ${index + 1} of the configuration starts has no end: no later line holds "${mark}"; nothing was sent`,
      );
    }
    blocks.push(all.slice(index, index + length + 1).join('\n'));
    index += length;
  }
  return blocks;
}
