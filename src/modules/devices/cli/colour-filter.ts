const ESCAPE = 0x1b;
const BRACKET = 0x5b;
const SEMICOLON = 0x3b;
const COLOUR = 0x6d;
/** A sequence that is longer is left to whoever reads the rest. */
const SEQUENCE_LIMIT = 64;

const NOTHING = new Uint8Array();

/**
 * Takes colours (SGR, which move nothing) out of a stream of bytes, wherever it is cut into chunks. They are as frequent as
 * words, and cost more than the text where they are taken out of that. A chunk with other sequences is given back as
 * it is, for there they may be part of one.
 */
export class ColourFilter {
  private held: Uint8Array = NOTHING;

  write(bytes: Uint8Array): Uint8Array {
    const wasHeld = this.held !== NOTHING;
    const all = wasHeld ? Buffer.concat([this.held, bytes]) : bytes;
    this.held = NOTHING;
    const last = all.lastIndexOf(ESCAPE);
    if (last < 0) return all;
    const isHeld = isCutOff(all, last);
    const isLookedAt = wasHeld && last === 0;
    if (isHeld && !isLookedAt && mayBeInCharacter(all[last - 1])) return all;
    const text = withoutColours(isHeld ? all.subarray(0, last) : all);
    if (text === undefined) return all;
    if (isHeld) this.held = Uint8Array.from(all.subarray(last));
    return text;
  }

  /** Gives up a sequence whose end has not come. */
  reset(): void {
    this.held = NOTHING;
  }
}

/** The first place from `from` on that holds no parameter. */
function endOfParameters(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && isParameter(bytes[at])) at += 1;
  return at;
}

function isParameter(byte = 0): boolean {
  return (byte >= 0x30 && byte <= 0x39) || byte === SEMICOLON;
}

/** The sequence that starts at `from` may be a colour, but its end has not come. */
function isCutOff(bytes: Uint8Array, from: number): boolean {
  if (from + 1 === bytes.length) return true;
  const isShort = bytes.length - from < SEQUENCE_LIMIT;
  return isShort && bytes[from + 1] === BRACKET && endOfParameters(bytes, from + 2) === bytes.length;
}

/** `undefined` where there is more than colours, or one may stand inside of a damaged character. */
function withoutColours(bytes: Uint8Array): Uint8Array | undefined {
  const text = Buffer.allocUnsafe(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte !== ESCAPE) {
      text[length] = byte;
      length += 1;
      continue;
    }
    at = endOfColour(bytes, at);
    if (at < 0 || mayBeInCharacter(text[length - 1], bytes[at + 1])) return undefined;
  }
  return text.subarray(0, length);
}

/** Where the colour ends that starts at `from`; -1 where none does. */
function endOfColour(bytes: Uint8Array, from: number): number {
  if (bytes[from + 1] !== BRACKET) return -1;
  const end = endOfParameters(bytes, from + 2);
  return bytes[end] === COLOUR ? end : -1;
}

/** Whether bytes that meet once the colour between them is gone, or has come, may make a character that they were not. */
function mayBeInCharacter(before = 0xff, after = 0x80): boolean {
  return before >= 0x80 && after >= 0x80 && after < 0xc0;
}
