import { Readable } from 'node:stream';

/** Characters that are written together. */
const CHUNK_LENGTH = 64 * 1024;

async function* chunks(pieces: Iterable<string>, [open, close]: readonly [string, string]): AsyncIterable<string> {
  let text = open;
  let isFirst = true;
  for (const piece of pieces) {
    text += isFirst ? piece : `,${piece}`;
    isFirst = false;
    if (text.length < CHUNK_LENGTH) continue;
    yield text;
    text = '';
    await new Promise((resolve) => setImmediate(resolve));
  }
  yield text + close;
}

function* map<T>(items: Iterable<T>, toPiece: (item: T) => string): Iterable<string> {
  for (const item of items) yield toPiece(item);
}

/** A JSON list of any length, written as its reader takes it. */
export function jsonList<T>(items: Iterable<T>, toValue: (item: T) => unknown): Readable {
  return Readable.from(
    chunks(
      map(items, (item) => JSON.stringify(toValue(item))),
      ['[', ']'],
    ),
  );
}

/** A JSON object of any size, written as its reader takes it; keys must differ. */
export function jsonObject<T>(items: Iterable<T>, toEntry: (item: T) => readonly [string, unknown]): Readable {
  const toPiece = (item: T): string => {
    const [key, value] = toEntry(item);
    return `${JSON.stringify(key)}:${JSON.stringify(value)}`;
  };
  return Readable.from(chunks(map(items, toPiece), ['{', '}']));
}
