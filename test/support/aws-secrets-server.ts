import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Failure {
  readonly status: number;
  /** As AWS names it: `ResourceNotFoundException`. */
  readonly type: string;
}

interface Request {
  readonly SecretId?: string;
  readonly NextToken?: string;
  readonly MaxResults?: number;
  readonly Filters?: readonly { readonly Values: readonly string[] }[];
}

/**
 * A server of the test's own that answers as AWS documents Secrets Manager (docs.aws.amazon.com/secretsmanager/latest/apireference:
 * GetSecretValue, ListSecrets; JSON 1.1).
 */
export class AwsSecretsServer {
  readonly secrets = new Map<string, string>();
  /** What every question is answered with. */
  failure: Failure | undefined;
  /** Actions that were asked for. */
  readonly actions: string[] = [];
  isSilent = false;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<AwsSecretsServer> {
    const aws = new AwsSecretsServer(createServer());
    aws.server.on('request', (request: IncomingMessage, response: ServerResponse) => void aws.serve(request, response));
    aws.server.listen(0, '127.0.0.1');
    await once(aws.server, 'listening');
    return aws;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const action = String(request.headers['x-amz-target']).replace('secretsmanager.', '');
    this.actions.push(action);
    if (this.isSilent) return;
    const answer = this.answer(action, JSON.parse(Buffer.concat(chunks).toString()) as Request);
    const [status, body] = 'type' in answer ? [answer.status, { __type: answer.type, message: 'no' }] : [200, answer];
    response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  }

  private answer(action: string, request: Request): Failure | object {
    if (this.failure !== undefined) return this.failure;
    if (action === 'ListSecrets') return this.list(request);
    const value = this.secrets.get(request.SecretId ?? '');
    return value === undefined
      ? { status: 400, type: 'ResourceNotFoundException' }
      : { Name: request.SecretId, SecretString: value };
  }

  /** The filter takes the beginning of a name in any case. */
  private list({ Filters = [], NextToken = '0', MaxResults = 100 }: Request): object {
    const prefix = (Filters[0]?.Values[0] ?? '').toLowerCase();
    const names = [...this.secrets.keys()].filter((name) => name.toLowerCase().startsWith(prefix));
    const start = Number(NextToken);
    const end = start + MaxResults;
    const page = names.slice(start, end).map((Name) => ({ Name }));
    return { SecretList: page, ...(end < names.length ? { NextToken: String(end) } : {}) };
  }
}
