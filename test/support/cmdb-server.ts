import { SourceServer, type SourceAnswer, type SourceRequest } from './source-server.js';

/** The CMDB of the example package: two hosts a page. */
export class CmdbServer extends SourceServer {
  constructor(readonly names: readonly string[]) {
    super();
  }

  override answer({ url, authorization }: SourceRequest): SourceAnswer {
    if (authorization !== 'Bearer pl4nted-t0ken') return { status: 401, json: {} };
    const name = url.searchParams.get('name');
    const from = Number(url.searchParams.get('from') ?? 0);
    const wanted = this.names.filter((hostname) => name === null || hostname === name);
    const hosts = wanted.slice(from, from + 2).map((hostname) => ({
      hostname,
      mgmt_ip: `10.3.0.${this.names.indexOf(hostname) + 1}`,
      os: 'cisco_ios',
      site: 'ams',
    }));
    return { json: { hosts, next: from + 2 < wanted.length ? `/hosts?from=${from + 2}` : null } };
  }
}
