/** One server-sent event. */
export interface SentEvent {
  readonly id: string | undefined;
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Reads server-sent events until the server ends the stream, or the signal the request. */
export class EventStream {
  readonly events: SentEvent[] = [];
  /** Resolves with the status of the answer once it has begun. */
  readonly status: Promise<number>;
  /** Resolves when the stream has ended. */
  readonly ended: Promise<void>;

  constructor(url: string, headers: Record<string, string> = {}, signal?: AbortSignal) {
    const response = fetch(url, { headers, signal });
    this.status = response.then(({ status }) => status);
    this.ended = response.then((answer) => this.read(answer)).catch(() => undefined);
  }

  /** Data of the events of one kind. */
  of(event: string): SentEvent['data'][] {
    return this.events.filter((sent) => sent.event === event).map(({ data }) => data);
  }

  private async read(response: Response): Promise<void> {
    let text = '';
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += Buffer.from(chunk).toString();
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.events.push(parse(block));
    }
  }
}

function parse(block: string): SentEvent {
  const fields = new Map(block.split('\n').map((line): [string, string] => [line.split(': ', 1)[0] ?? '', line]));
  const value = (name: string): string | undefined => fields.get(name)?.slice(name.length + 2);
  return {
    id: value('id'),
    event: value('event') ?? '',
    data: JSON.parse(value('data') ?? '{}') as Record<string, unknown>,
  };
}
