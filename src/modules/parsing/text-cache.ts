import { TextMemory } from './text-memory.js';

/** Makes something of a text once, and remembers it as `TextMemory` does. */
export class TextCache<Value> {
  private readonly known: TextMemory<Value>;

  constructor(
    capacity: number,
    private readonly make: (text: string) => Value,
  ) {
    this.known = new TextMemory(capacity);
  }

  get(text: string): Value {
    return this.known.find(text) ?? this.known.keep(text, this.make(text));
  }
}
