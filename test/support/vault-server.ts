import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { freePort } from './free-port.js';

/** How long a token lives, in seconds; 0 is for ever. */
interface TokenLife {
  readonly ttl: number;
  /** Longest life, renewals included. */
  readonly maxTtl?: number;
  readonly isRenewable?: boolean;
}

interface Token extends TokenLife {
  readonly madeAt: number;
  endsAt: number;
}

interface Version {
  readonly data: Record<string, unknown>;
  deletedAt: string;
  isDestroyed: boolean;
}

interface Engine {
  readonly version: 1 | 2;
  readonly secrets: Map<string, Version[]>;
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

const DENIED: Reply = { status: 403, body: { errors: ['permission denied'] } };
const NOTHING: Reply = { status: 404, body: { errors: [] } };

function done(data: unknown): Reply {
  return { status: 200, body: { request_id: 'r', lease_id: '', renewable: false, lease_duration: 0, data } };
}

/**
 * A server of the test's own that answers as Vault's HTTP API is documented
 * (developer.hashicorp.com/vault/api-docs: kv-v1, kv-v2, approle, token, http errors), with faults to switch on.
 */
export class VaultServer {
  readonly roleId = `role-${randomBytes(6).toString('hex')}`;
  readonly secretId = `pl4nted-secret-id-${randomBytes(6).toString('hex')}`;
  /** Life of the tokens that log-ins give. */
  life: TokenLife = { ttl: 3_600, isRenewable: true };
  /** The namespace in which everything is. */
  namespace = '';
  /** Answers every question with this status; 0 never answers. */
  fault: number | undefined;
  /** Paths that the policy denies. */
  readonly denied = new Set<string>();
  /** Method and path of every request that was answered. */
  readonly requests: string[] = [];
  /** OpenBao's pages: honours `limit` and `after`. */
  hasPages = false;

  private port = 0;
  private readonly tokens = new Map<string, Token>();
  private readonly engines = new Map<string, Engine>();

  private constructor(private readonly server: Server) {
    this.engines.set('secret', { version: 2, secrets: new Map() });
    this.engines.set('kv1', { version: 1, secrets: new Map() });
  }

  /** @param make the HTTP server, where it is to speak TLS */
  static async start(make: () => Server = createServer): Promise<VaultServer> {
    const vault = new VaultServer(make());
    vault.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void vault.serve(request, response);
    });
    vault.port = await freePort();
    await vault.resume();
    return vault;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get logIns(): number {
    return this.requests.filter((request) => request === 'POST auth/approle/login').length;
  }

  /** A token as an administrator makes one. */
  token(life: TokenLife = { ttl: 0 }): string {
    const token = `hvs.pl4nted${randomBytes(12).toString('hex')}`;
    const endsAt = life.ttl === 0 ? Infinity : Date.now() + life.ttl * 1000;
    this.tokens.set(token, { ...life, madeAt: Date.now(), endsAt });
    return token;
  }

  revokeAll(): void {
    this.tokens.clear();
  }

  put(path: string, data: Record<string, unknown>, mount = 'secret'): void {
    const { secrets } = this.engine(mount);
    secrets.set(path, [...(secrets.get(path) ?? []), { data, deletedAt: '', isDestroyed: false }]);
  }

  deleteVersion(path: string): void {
    const version = this.engine('secret').secrets.get(path)?.at(-1);
    if (version !== undefined) version.deletedAt = '2026-01-31T12:00:00Z';
  }

  /** Takes no connection until `resume`; open ones break. */
  async stop(): Promise<void> {
    if (!this.server.listening) return;
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  /** Serves, at the same port as before where it was stopped. */
  async resume(): Promise<void> {
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  private engine(mount: string): Engine {
    const engine = this.engines.get(mount);
    if (engine === undefined) throw new Error(`no engine at ${mount}`);
    return engine;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    if (this.fault === 0) return;
    const url = new URL(request.url ?? '/', 'http://vault');
    const path = decodeURIComponent(url.pathname).replace(/^\/v1\//, '');
    const method = url.searchParams.get('list') === 'true' ? 'LIST' : (request.method ?? '');
    this.requests.push(`${method} ${path}`);
    const { status, body } = this.answer({ method, headers: request.headers }, path, {
      query: url.searchParams,
      body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
    });
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(status === 204 ? '' : JSON.stringify(body));
  }

  private answer(
    { method, headers }: Pick<IncomingMessage, 'headers'> & { method: string },
    path: string,
    { query, body }: { query: URLSearchParams; body: Record<string, unknown> },
  ): Reply {
    if (this.fault !== undefined) return { status: this.fault, body: { errors: ['Vault is sealed'] } };
    if ((headers['x-vault-namespace'] ?? '') !== this.namespace) return DENIED;
    if (method === 'POST' && path === 'auth/approle/login') return this.logIn(body);
    const name = String(headers['x-vault-token'] ?? '');
    const token = this.tokens.get(name);
    if (token === undefined || token.endsAt <= Date.now() || this.denied.has(path)) return DENIED;
    return this.ofToken(path, name, token) ?? this.ofEngine(method, path, { query, body });
  }

  private ofToken(path: string, name: string, token: Token): Reply | undefined {
    if (path === 'auth/token/lookup-self') return this.lookUp(token);
    if (path === 'auth/token/renew-self') return this.renew(name, token);
    if (path === 'auth/token/revoke-self') return { status: this.tokens.delete(name) ? 204 : 500, body: null };
    return undefined;
  }

  private logIn({ role_id: roleId, secret_id: secretId }: Record<string, unknown>): Reply {
    if (roleId !== this.roleId || secretId !== this.secretId) {
      return { status: 400, body: { errors: ['invalid role or secret ID'] } };
    }
    return this.auth(this.token(this.life), this.life);
  }

  private auth(token: string, { ttl, isRenewable = false }: TokenLife): Reply {
    const auth = { client_token: token, lease_duration: ttl, renewable: isRenewable, policies: ['tom'] };
    return { status: 200, body: { auth, data: null } };
  }

  private lookUp({ endsAt, isRenewable = false }: Token): Reply {
    const ttl = endsAt === Infinity ? 0 : Math.floor((endsAt - Date.now()) / 1000);
    const expire_time = endsAt === Infinity ? null : new Date(endsAt).toISOString();
    return done({ ttl, expire_time, renewable: isRenewable, policies: ['tom'] });
  }

  private renew(name: string, token: Token): Reply {
    if (token.isRenewable !== true) return { status: 400, body: { errors: ['lease is not renewable'] } };
    const latest = token.madeAt + (token.maxTtl ?? Infinity) * 1000;
    token.endsAt = Math.min(Date.now() + token.ttl * 1000, latest);
    return this.auth(name, { ...token, ttl: Math.floor((token.endsAt - Date.now()) / 1000) });
  }

  private ofEngine(
    method: string,
    path: string,
    { query, body }: { query: URLSearchParams; body: Record<string, unknown> },
  ): Reply {
    const [mount = '', ...rest] = path.split('/');
    const engine = this.engines.get(mount);
    if (engine === undefined) return { status: 404, body: { errors: [`no handler for route "${path}"`] } };
    const area = engine.version === 2 ? rest.shift() : undefined;
    const secret = rest.join('/');
    if (method === 'LIST') return this.list(engine, secret, query);
    if (method === 'DELETE') {
      engine.secrets.delete(secret);
      return { status: 204, body: null };
    }
    if (method === 'POST') {
      this.put(secret, (engine.version === 2 ? body.data : body) as Record<string, unknown>, mount);
      return engine.version === 2 ? done({ version: engine.secrets.get(secret)?.length }) : { status: 204, body: null };
    }
    return area === 'metadata' ? NOTHING : this.read(engine, secret);
  }

  private read({ version, secrets }: Engine, path: string): Reply {
    const versions = secrets.get(path);
    const latest = versions?.at(-1);
    if (versions === undefined || latest === undefined) return NOTHING;
    if (version === 1) return done(latest.data);
    const { deletedAt, isDestroyed } = latest;
    const metadata = { deletion_time: deletedAt, destroyed: isDestroyed, version: versions.length };
    if (deletedAt === '' && !isDestroyed) return done({ data: latest.data, metadata });
    return { ...done({ data: null, metadata }), status: 404 };
  }

  private list({ secrets }: Engine, folder: string, query: URLSearchParams): Reply {
    const prefix = folder === '' ? '' : `${folder.replace(/\/$/, '')}/`;
    const below = [...secrets.keys()]
      .filter((path) => path.startsWith(prefix))
      .map((path) => path.slice(prefix.length));
    const names = [...new Set(below.map((path) => path.replace(/\/.*/, '/')))].sort();
    const limit = this.hasPages ? Number(query.get('limit') ?? Infinity) : Infinity;
    const after = this.hasPages ? (query.get('after') ?? '') : '';
    const keys = names.filter((name) => name > after).slice(0, limit);
    return keys.length === 0 ? NOTHING : done({ keys });
  }
}
