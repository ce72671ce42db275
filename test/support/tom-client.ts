/** What Tom answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body read as JSON; `undefined` when it is none. */
  readonly json: JobAnswer;
}

/** The fields of the job envelope and of an error, as far as tests look at them. */
export interface JobAnswer {
  readonly job_id: string;
  readonly status: string;
  readonly result: { readonly data: Readonly<Record<string, string>>; readonly meta: unknown } | null;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly attempts: number;
  /** A sentence of a failed job, or the title of an error answer. */
  readonly error: string | null;
  readonly error_type: string | null;
  readonly error_stage: string | null;
  readonly detail: unknown;
  /** Of a configuration job. */
  readonly outcome?: string | null;
}

/** Asks a running Tom over HTTP. */
export class TomClient {
  constructor(
    readonly base: string,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  async get(path: string): Promise<Answer> {
    return this.ask(path, { method: 'GET', headers: this.headers });
  }

  async delete(path: string): Promise<Answer> {
    return this.ask(path, { method: 'DELETE', headers: this.headers });
  }

  async post(path: string, body: unknown): Promise<Answer> {
    const headers = { 'Content-Type': 'application/json', ...this.headers };
    return this.ask(path, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
  }

  /** Runs one command and waits for it. */
  async send(device: string, command: string, more: Record<string, unknown> = {}): Promise<Answer> {
    return this.post(`/api/device/${device}/send_command`, { command, wait: true, ...more });
  }

  private async ask(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(this.base + path, init);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: (isJson ? JSON.parse(text) : undefined) as JobAnswer,
    };
  }
}
