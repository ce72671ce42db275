/** Who listens to which channel, in this process. */
export class ChannelListeners {
  readonly #byChannel = new Map<string, Set<{ readonly call: (message: string) => void }>>();

  /** The function it gives removes the listener, and is true when that was the last one of the channel. */
  add(channel: string, call: (message: string) => void): () => boolean {
    const listeners = this.#byChannel.get(channel) ?? new Set();
    this.#byChannel.set(channel, listeners);
    const listener = { call };
    listeners.add(listener);
    return () => {
      if (!listeners.delete(listener) || listeners.size > 0) return false;
      this.#byChannel.delete(channel);
      return true;
    };
  }

  tell(channel: string, message: string): void {
    for (const listener of this.#byChannel.get(channel) ?? []) listener.call(message);
  }
}
