import {
  CORE_SCHEMA,
  EVENT_ID,
  YAMLException,
  constructFromEvents,
  getScalarValue,
  mergeTag,
  parseEvents,
} from 'js-yaml';
import type { Event } from 'js-yaml';

const SCHEMA = CORE_SCHEMA.withTags(mergeTag);

/** A YAML text that cannot be read; `line` counts from 1. */
export class YamlSyntaxError extends Error {
  constructor(
    message: string,
    readonly line: number | null,
  ) {
    super(message);
    this.name = 'YamlSyntaxError';
  }
}

/** A YAML mapping and where its keys stand, for messages that point at a line. */
export interface YamlMapping {
  /** The top-level entries, in the order of the file. */
  readonly entries: ReadonlyMap<string, unknown>;
  /** Line (from 1) of a key, or of the nearest key above it on its path. */
  lineOf(path: readonly string[]): number;
}

function offsetToLine(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}

const PATH_SEPARATOR = '\u0000';

/** A collection that is being read, and where in the document it stands. */
interface Frame {
  readonly isMapping: boolean;
  readonly path: string;
  /** The key whose value comes next; `null` when a key comes next. */
  key: string | null;
}

/** Reads parser events and notes the offset of every mapping key, by its path. */
class KeyOffsets {
  readonly byPath = new Map<string, number>();
  private readonly frames: Frame[] = [];

  constructor(private readonly text: string) {}

  read(event: Event): void {
    if (event.type === EVENT_ID.POP) {
      this.frames.pop();
      return;
    }
    const frame = this.frames.at(-1);
    if (frame?.isMapping && frame.key === null) this.readKey(frame, event);
    else this.readValue(frame, event);
  }

  private readKey(frame: Frame, event: Event): void {
    frame.key = '';
    if (event.type !== EVENT_ID.SCALAR) return this.descend(frame, event);
    frame.key = getScalarValue(this.text, event);
    this.byPath.set(frame.path + frame.key, event.valueStart);
  }

  private readValue(frame: Frame | undefined, event: Event): void {
    this.descend(frame, event);
    if (frame !== undefined) frame.key = null;
  }

  /** Goes into a collection, if the event opens one. */
  private descend(frame: Frame | undefined, event: Event): void {
    const isMapping = event.type === EVENT_ID.MAPPING;
    if (!isMapping && event.type !== EVENT_ID.SEQUENCE && event.type !== EVENT_ID.DOCUMENT) return;
    const above = frame?.path ?? '';
    this.frames.push({
      isMapping,
      path: frame?.isMapping ? above + (frame.key ?? '') + PATH_SEPARATOR : above,
      key: null,
    });
  }
}

function construct(text: string): { events: Event[]; documents: unknown[] } {
  try {
    const events = parseEvents(text, {});
    return { events, documents: constructFromEvents(events, { source: text, schema: SCHEMA }) };
  } catch (error) {
    if (error instanceof YAMLException)
      throw new YamlSyntaxError(error.reason, error.mark ? error.mark.line + 1 : null);
    throw error;
  }
}

/**
 * Reads one YAML document that is a mapping (an empty text is an empty one).
 * @throws YamlSyntaxError when the text is no YAML, repeats a key, or is something other than a mapping.
 */
export function parseYamlMapping(text: string): YamlMapping {
  const { events, documents } = construct(text);
  const [document = null, ...more] = documents;
  if (more.length > 0) throw new YamlSyntaxError('one document expected, several found', null);
  if (document !== null && (typeof document !== 'object' || Array.isArray(document))) {
    throw new YamlSyntaxError('a mapping (name: value) expected at the top', 1);
  }
  const offsets = new KeyOffsets(text);
  for (const event of events) offsets.read(event);
  return {
    entries: new Map(Object.entries(document ?? {})),
    lineOf(path) {
      for (let length = path.length; length > 0; length--) {
        const offset = offsets.byPath.get(path.slice(0, length).join(PATH_SEPARATOR));
        if (offset !== undefined) return offsetToLine(text, offset);
      }
      return 1;
    },
  };
}
