import { SourceServer, type SourceAnswer, type SourceRequest } from './source-server.js';

/** The password safe of the example package. */
export class SafeServer extends SourceServer {
  constructor(readonly logins: Readonly<Record<string, Readonly<Record<string, string>>>>) {
    super();
  }

  override answer({ url, authorization }: SourceRequest): SourceAnswer {
    if (authorization !== 'Bearer pl4nted-t0ken') return { status: 401, json: {} };
    if (url.pathname === '/logins') return { json: Object.keys(this.logins) };
    const id = decodeURIComponent(url.pathname.slice('/logins/'.length));
    const login = Object.hasOwn(this.logins, id) ? this.logins[id] : undefined;
    return login === undefined ? { status: 404, json: {} } : { json: login };
  }
}
