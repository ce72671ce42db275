import type { AccessRole } from '../../common/access-role.js';

/** How a caller proved who it is; `none` where nobody is asked to. */
export type AuthMethod = 'none' | 'api_key' | 'jwt';

/** What crosses the queue of a caller: enough to tell whose job it is, and what it may do. */
export interface CallerIdentity {
  /** Name from the API key or the token; `anonymous` without authentication. */
  readonly user: string;
  readonly method: AuthMethod;
  /** Name of the provider that issued the token; `null` for other methods. */
  readonly provider: string | null;
  readonly role: AccessRole;
  /** Patterns of the devices it may use, as `DeviceScope` reads them; `null` for all. */
  readonly devices: readonly string[] | null;
}

/** Who is behind a request, once it has been authenticated. */
export interface Caller extends CallerIdentity {
  /** Address the request came from. */
  readonly from: string;
  /** Claims of the token; empty for other methods. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Whether both are the same caller: a name alone is none, since a key and a token may both carry it. */
export function isSameCaller(a: CallerIdentity, b: CallerIdentity): boolean {
  return a.user === b.user && a.method === b.method && a.provider === b.provider;
}

/** A caller before it is noted where it came from. */
export type ProvenCaller = Omit<Caller, 'from'>;

/** A caller, and where its request came from. Field by field: V8 copies objects slowly, and there is one for every request. */
export function callerFrom(caller: ProvenCaller, from: string): Caller {
  const { user, method, provider, role, devices, claims } = caller;
  return { user, method, provider, role, devices, claims, from };
}
