import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as a test server sees it. */
export interface SourceRequest {
  readonly url: URL;
  readonly method: string;
  readonly authorization: string;
  /** Read as JSON, or `undefined`. */
  readonly body: unknown;
}

export interface SourceAnswer {
  readonly status?: number;
  readonly json?: unknown;
}

/** Something that goes wrong instead of an answer. */
export type SourceFault = (response: ServerResponse, request: SourceRequest) => void;

export const refusesWith =
  (status: number, headers: Readonly<Record<string, string>> = {}): SourceFault =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{"detail":"no"}');

export const showsLoginPage: SourceFault = (response) =>
  void response.writeHead(200, { 'content-type': 'text/html' }).end('<!DOCTYPE html><title>Log in</title>');

export const answersPlainText: SourceFault = (response) =>
  void response.writeHead(200, { 'content-type': 'text/plain' }).end('{}');

export const breaksOff: SourceFault = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"count": 3, "resul', () => response.destroy());
};

export const saysNothing: SourceFault = () => undefined;

/** An HTTP server of a test that answers as a product documents, and fails on demand. */
export abstract class SourceServer {
  readonly requests: SourceRequest[] = [];
  /** What goes wrong: with every request, or as many as there are. */
  fault: SourceFault | undefined;
  faults: SourceFault[] = [];
  private server: ReturnType<typeof createServer> | undefined;

  abstract answer(request: SourceRequest): SourceAnswer;

  async start(tls?: { readonly key: string; readonly cert: string }): Promise<void> {
    const listener: RequestListener = (request, response) => void this.serve(request, response);
    const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
    this.server = server;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }

  get port(): number {
    return (this.server?.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(incoming);
    const request: SourceRequest = {
      url: new URL(incoming.url ?? '/', 'http://server'),
      method: incoming.method ?? '',
      authorization: incoming.headers.authorization ?? '',
      body: body === '' ? undefined : JSON.parse(body),
    };
    this.requests.push(request);
    const fault = this.faults.shift() ?? this.fault;
    if (fault !== undefined) return fault(response, request);
    const { status = 200, json } = this.answer(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  }
}
