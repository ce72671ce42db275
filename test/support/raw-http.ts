import { Agent, request } from 'node:http';

const DEADLINE_MS = 20_000;

export interface RawRequest {
  readonly method: string;
  /** Sent as it stands, in Latin-1. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface RawAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** Sends requests that no well-behaved client would, over connections that stay open. */
export class RawHttp {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 16 });

  constructor(private readonly base: string) {}

  /** Rejects when nothing comes within 20 s. */
  ask({ method, path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
    const { hostname, port } = new URL(this.base);
    return new Promise((resolve, reject) => {
      const sent = request({ hostname, port, method, path, headers, agent: this.agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, contentType: response.headers['content-type'] ?? '', text });
        });
      });
      sent.setTimeout(DEADLINE_MS, () => sent.destroy(new Error(`no answer to ${method} ${path.slice(0, 100)}`)));
      sent.on('error', reject);
      sent.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
