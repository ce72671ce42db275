import { parseYamlMapping, YamlSyntaxError, type YamlMapping } from './yaml-document.js';

/** Length of a part, in characters: what is parsed without a pause. */
const PART_LENGTH = 64 * 1024;
/** What ties the parts of a text together: anchors, aliases, merges, tags, several documents; or one that is no block mapping. */
const TIES = /[&*]\S|<<|^(---|\.\.\.|%|\{|\[|\?|- )/m;
/** A key at the start of a line: nothing else of a block mapping can stand there. */
const TOP_LEVEL_KEY = /^(?![\s#])/;

interface TextPart {
  readonly text: string;
  /** Line of the whole text (from 1) at which it begins. */
  readonly firstLine: number;
}

function splitText(text: string): TextPart[] {
  if (text.length <= PART_LENGTH || TIES.test(text)) return [{ text, firstLine: 1 }];
  const parts: TextPart[] = [];
  let lines: string[] = [];
  let length = 0;
  let firstLine = 1;
  for (const line of text.split('\n')) {
    if (length >= PART_LENGTH && TOP_LEVEL_KEY.test(line)) {
      parts.push({ text: lines.join('\n'), firstLine });
      firstLine += lines.length;
      [lines, length] = [[], 0];
    }
    lines.push(line);
    length += line.length + 1;
  }
  return [...parts, { text: lines.join('\n'), firstLine }];
}

function parsePart({ text, firstLine }: TextPart): YamlMapping {
  try {
    const mapping = parseYamlMapping(text);
    return { entries: mapping.entries, lineOf: (path) => mapping.lineOf(path) + firstLine - 1 };
  } catch (error) {
    if (!(error instanceof YamlSyntaxError) || error.line === null) throw error;
    throw new YamlSyntaxError(error.message, error.line + firstLine - 1);
  }
}

/**
 * Reads a YAML mapping of any size as parts of it, with a pause after each, so that a long text holds up nobody. A text that cannot be
 * taken apart is read in one go. Rejects with `YamlSyntaxError` as `parseYamlMapping` throws it.
 */
export async function parseYamlParts(text: string): Promise<YamlMapping[]> {
  const seen = new Set<string>();
  const mappings: YamlMapping[] = [];
  for (const part of splitText(text)) {
    const mapping = parsePart(part);
    for (const key of mapping.entries.keys()) {
      if (seen.has(key)) throw new YamlSyntaxError(`the key "${key}" stands there twice`, mapping.lineOf([key]));
      seen.add(key);
    }
    mappings.push(mapping);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return mappings;
}
