/**
 * Keeps what was made of a text: templates share many of their lines and patterns. Past `capacity` texts all are forgotten, which
 * costs less than to know which was not used for longest.
 */
export class TextCache<Value> {
  private readonly values = new Map<string, Value>();

  constructor(
    private readonly capacity: number,
    private readonly make: (text: string) => Value,
  ) {}

  get(text: string): Value {
    const known = this.values.get(text);
    if (known !== undefined) return known;
    const value = this.make(text);
    if (this.values.size >= this.capacity) this.values.clear();
    this.values.set(text, value);
    return value;
  }
}
