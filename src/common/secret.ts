import { inspect } from 'node:util';

const MASK = '***';

/**
 * A value that must not be printed. `toString`, `toJSON` and `util.inspect` give `***`;
 * only an explicit `reveal()` gives the value, at the one place that needs it.
 * It is held as bytes, so that whoever keeps it for a while can overwrite it.
 */
export class Secret {
  #bytes: Buffer | undefined;

  constructor(value: string) {
    // Memory of its own: small buffers share a pool, where an overwritten one would have left copies.
    this.#bytes = Buffer.alloc(Buffer.byteLength(value));
    this.#bytes.write(value);
  }

  reveal(): string {
    if (this.#bytes === undefined) throw new Error('the secret was erased');
    return this.#bytes.toString();
  }

  /** Whether both hold the same value. */
  equals(other: Secret): boolean {
    return this.reveal() === other.reveal();
  }

  /** The same value, to be erased by itself. */
  copy(): Secret {
    return new Secret(this.reveal());
  }

  /** Overwrites the value; it cannot be revealed any more. */
  erase(): void {
    this.#bytes?.fill(0);
    this.#bytes = undefined;
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
