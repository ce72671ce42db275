/** Up to this many characters are kept as they came. */
const SMALL_LENGTH = 65_536;
/** Address space set aside for an output; memory is taken as it grows. */
const LARGEST_BYTES = 2 ** 30;
const GROWTH_BYTES = 4 << 20;
/** A character that takes two bytes in V8's strings, and so do all others of its text. */
const WIDE = /[^\x00-\xff]/;

/** ES2024, which Node.js 20 has and TypeScript's `ES2023` library has not. */
interface GrowableBytes extends ArrayBuffer {
  resize(byteLength: number): void;
}
const Growable = ArrayBuffer as unknown as new (length: number, options: { maxByteLength: number }) => GrowableBytes;

/**
 * Text that grows at its end and is read once. A large one is kept as bytes in memory that grows in place, outside the
 * JavaScript heap: copying and garbage collection would otherwise cost more than all the rest together. The bytes are
 * those of V8's own strings, which cost nothing to encode and decode.
 */
export class OutputBuffer {
  private recent: string[] = [];
  private recentLength = 0;
  private memory: GrowableBytes | undefined;
  private bytes = Buffer.alloc(0);
  private used = 0;
  private encoding: 'latin1' | 'utf16le' = 'latin1';

  append(text: string): void {
    this.recent.push(text);
    this.recentLength += text.length;
    if (this.recentLength >= SMALL_LENGTH) this.store();
  }

  clear(): void {
    this.recent = [];
    this.recentLength = 0;
    this.used = 0;
    this.encoding = 'latin1';
  }

  /** The last `length` characters. */
  tail(length: number): string {
    const recent = this.takeRecent();
    const missing = length - recent.length;
    if (missing <= 0) return recent.slice(-length);
    return this.stored(missing) + recent;
  }

  /** Keeps the last `length` characters. */
  shortenTo(length: number): void {
    const kept = this.tail(length);
    this.clear();
    this.append(kept);
  }

  toString(): string {
    if (this.used === 0) return this.takeRecent();
    this.store();
    return this.stored(Infinity);
  }

  private get unitBytes(): number {
    return this.encoding === 'latin1' ? 1 : 2;
  }

  private stored(length: number): string {
    return this.bytes.toString(this.encoding, Math.max(0, this.used - length * this.unitBytes), this.used);
  }

  private takeRecent(): string {
    const text = this.recent.join('');
    this.recent = [text];
    return text;
  }

  /** Piece by piece: joining them would copy the text once more. */
  private store(): void {
    for (const text of this.recent) {
      if (this.encoding === 'latin1' && WIDE.test(text)) this.widen();
      this.write(text);
    }
    this.recent = [];
    this.recentLength = 0;
  }

  private widen(): void {
    const text = this.stored(Infinity);
    this.used = 0;
    this.encoding = 'utf16le';
    this.write(text);
  }

  private write(text: string): void {
    const needed = this.used + text.length * this.unitBytes;
    if (needed > this.bytes.length) this.grow(needed);
    this.used += this.bytes.write(text, this.used, this.encoding);
  }

  private grow(needed: number): void {
    this.memory ??= new Growable(0, { maxByteLength: LARGEST_BYTES });
    const doubled = Math.min(this.bytes.length * 2, this.bytes.length + GROWTH_BYTES);
    this.memory.resize(Math.max(needed, doubled));
    this.bytes = Buffer.from(this.memory);
  }
}
