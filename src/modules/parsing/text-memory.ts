/** Longer texts are made anew each time: those that somebody sends would else take all memory. In characters. */
const LONGEST = 4_096;

/**
 * Remembers what was made of texts: templates share many of their lines and patterns. Past `capacity` texts all are forgotten,
 * which costs less than to know which was not used for longest.
 */
export class TextMemory<Value> {
  private readonly values = new Map<string, Value>();

  constructor(private readonly capacity: number) {}

  find(text: string): Value | undefined {
    return this.values.get(text);
  }

  keep(text: string, value: Value): Value {
    if (text.length > LONGEST) return value;
    if (this.values.size >= this.capacity) this.values.clear();
    this.values.set(text, value);
    return value;
  }
}
