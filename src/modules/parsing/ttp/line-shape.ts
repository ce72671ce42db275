import { upToLast } from '../up-to-last.js';
import { escapePattern } from './patterns.js';
import { TextCache } from '../text-cache.js';

/** A `{{ … }}` of a template. */
const VARIABLE = /\{\{([^]+?)\}\}/g;

/** What ends every line's pattern but that of headers. */
export const LINE_END = '[\\t ]*(?=\\n|\\r\\n)';

/** What stands for the blanks between two words. */
export const BLANK_RUN = '[ \\t]+';

/** A template line, taken apart. */
export interface LineShape {
  /** What stands between the brackets of each variable. */
  readonly variables: readonly string[];
  /** The line's pattern, its variables still in it as written. */
  readonly pattern: string;
  /** The line without its variables and the blanks at its end. */
  readonly plainText: string;
}

function escapeChunk(chunk: string, line: string): string {
  let pattern = escapePattern(chunk);
  if (!line.includes('_exact_space_')) pattern = pattern.replace(/(?:\\ |\\\t)+/g, BLANK_RUN);
  if (!line.includes('_exact_')) pattern = pattern.replace(/\d+/g, '\\d+');
  return pattern;
}

function takeApart(line: string): LineShape {
  const content = line.trimStart();
  const variables: string[] = [];
  let pattern = `\\n${line.slice(0, line.length - content.length)}`;
  let last = 0;
  for (const match of upToLast('}}', content).matchAll(VARIABLE)) {
    variables.push(match[1] ?? '');
    pattern += escapeChunk(content.slice(last, match.index), line) + match[0];
    last = match.index + match[0].length;
  }
  pattern += escapeChunk(content.slice(last), line) + LINE_END;
  const closed = upToLast('}}', line);
  const plainText = closed.replace(VARIABLE, '') + line.slice(closed.length);
  return { variables, pattern, plainText: plainText.trimEnd() };
}

const shapes = new TextCache(5000, takeApart);

/** The parts of a template line. */
export function lineShape(line: string): LineShape {
  return shapes.get(line);
}
