import { isAccessRole, type AccessRole } from '../common/access-role.js';
import { didYouMean } from '../common/nearest-names.js';
import { Secret } from '../common/secret.js';
import { isSecureUrl } from './secure-url.js';
import { flag, textList, type SettingType } from './setting-types.js';

export const JWT_PROVIDER_TYPES = ['google', 'entra', 'duo', 'oidc'] as const;
export type JwtProviderType = (typeof JWT_PROVIDER_TYPES)[number];

/** An OpenID provider whose tokens are taken. */
export interface JwtProvider {
  readonly name: string;
  readonly type: JwtProviderType;
  readonly isEnabled: boolean;
  /** Where the provider describes itself (OpenID Connect Discovery 1.0). */
  readonly discoveryUrl: string;
  readonly clientId: string;
  /** A token must be meant for one of these. */
  readonly audience: readonly string[];
  /** Difference of clocks that is put up with, in seconds. */
  readonly leewaySeconds: number;
  /** Entra: tenants whose tokens are taken where the issuer is one for many. */
  readonly allowedTenants: readonly string[];
  /** Claims that may name the user, the first one that is there; empty for those of the type. */
  readonly identifierClaims: readonly string[];
  /** Paths of claims that hold groups or roles: `groups`, `realm_access.roles`. */
  readonly roleClaims: readonly string[];
  /** Value of such a claim → role; where several match, the most counts. */
  readonly roleMap: Readonly<Record<string, AccessRole>>;
  readonly oauthTestClientSecret: Secret | null;
  readonly oauthTestScopes: readonly string[];
  /** One sentence each: what is wrong with the entry. */
  readonly faults: readonly string[];
}

const KEYS = [
  'name',
  'type',
  'enabled',
  'discovery_url',
  'client_id',
  'audience',
  'leeway_seconds',
  'tenant_id',
  'allowed_tenants',
  'identifier_claims',
  'role_claims',
  'role_map',
  'oauth_test_client_secret',
  'oauth_test_scopes',
];

const GOOGLE_DISCOVERY = 'https://accounts.google.com/.well-known/openid-configuration';
const MAX_LEEWAY_SECONDS = 300;
/** Entra's names for an issuer that serves more than one tenant. */
const MANY_TENANTS = /\/(common|organizations|consumers)\//i;

type Fields = Readonly<Record<string, unknown>>;

/** Reads the fields of one entry, and gathers what is wrong with them. */
class ProviderReader {
  readonly faults: string[] = [];
  readonly name: string;

  constructor(
    private readonly fields: Fields,
    index: number,
  ) {
    this.name = typeof fields.name === 'string' && fields.name !== '' ? fields.name : `number ${index + 1}`;
    if (this.name !== fields.name) this.fault('needs a name');
    for (const key of Object.keys(fields)) {
      if (!KEYS.includes(key)) this.fault(`has the unknown field "${key}"${didYouMean(key, KEYS)}`);
    }
  }

  read(): JwtProvider {
    const type = this.type();
    const tenant = this.text('tenant_id');
    const clientId = this.text('client_id') ?? '';
    if (clientId === '') this.fault('needs client_id');
    const secret = this.text('oauth_test_client_secret');
    const audience = this.list('audience');
    const discoveryUrl = this.discoveryUrl(type, tenant);
    return {
      name: this.name,
      type,
      isEnabled: this.flag('enabled', true),
      discoveryUrl,
      clientId,
      audience: audience.length > 0 ? audience : [clientId],
      leewaySeconds: this.leeway(),
      allowedTenants: this.tenants(type, tenant, discoveryUrl),
      identifierClaims: this.list('identifier_claims'),
      roleClaims: this.list('role_claims', ['groups', 'roles']),
      roleMap: this.roles(),
      oauthTestClientSecret: secret === undefined ? null : new Secret(secret),
      oauthTestScopes: this.list('oauth_test_scopes', ['openid', 'email', 'profile']),
      faults: this.faults,
    };
  }

  private fault(text: string): void {
    this.faults.push(`provider ${this.name} ${text}`);
  }

  private text(key: string): string | undefined {
    const value = this.fields[key];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'string') return value;
    this.fault(`has a ${key} that is no text (put it in quotes)`);
    return undefined;
  }

  private list(key: string, byDefault: readonly string[] = []): readonly string[] {
    const value = this.fields[key];
    if (value === undefined || value === null) return byDefault;
    const list = textList.parse(value);
    if (list === undefined) this.fault(`has a ${key} that is neither a text nor a list of texts`);
    return list ?? byDefault;
  }

  private flag(key: string, byDefault: boolean): boolean {
    const value = this.fields[key] ?? byDefault;
    const read = flag.parse(value);
    if (read === undefined) this.fault(`has a value of ${key} that is neither true nor false`);
    return read ?? byDefault;
  }

  private type(): JwtProviderType {
    const given = this.text('type')?.toLowerCase() ?? 'oidc';
    const type = JWT_PROVIDER_TYPES.find((known) => known === given);
    if (type === undefined) {
      this.fault(`has the unknown type "${given}"; it is one of ${JWT_PROVIDER_TYPES.join(', ')}`);
    }
    return type ?? 'oidc';
  }

  private leeway(): number {
    const value = Number(this.fields.leeway_seconds ?? 30);
    if (value >= 0 && value <= MAX_LEEWAY_SECONDS) return value;
    this.fault(`has a leeway_seconds that is not between 0 and ${MAX_LEEWAY_SECONDS}`);
    return 0;
  }

  private discoveryUrl(type: JwtProviderType, tenant: string | undefined): string {
    const given = this.text('discovery_url') ?? defaultDiscovery(type, tenant);
    if (given === undefined) {
      this.fault(type === 'entra' ? 'needs tenant_id or discovery_url' : 'needs discovery_url');
    } else if (!isSecureUrl(given)) {
      this.fault('has a discovery_url that is no https address; http is for the loopback alone');
    }
    return given ?? '';
  }

  private tenants(type: JwtProviderType, tenant: string | undefined, discoveryUrl: string): readonly string[] {
    const given = this.list('allowed_tenants');
    if (given.length > 0) return given;
    if (type === 'entra' && MANY_TENANTS.test(discoveryUrl)) {
      this.fault('takes users of every tenant: set tenant_id to your own, or name those you take in allowed_tenants');
    }
    return tenant === undefined ? [] : [tenant];
  }

  private roles(): Readonly<Record<string, AccessRole>> {
    const value = this.fields.role_map ?? {};
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.fault('has a role_map that is no map of group to role');
      return {};
    }
    const roles = Object.entries(value) as [string, unknown][];
    for (const [group, role] of roles) {
      if (!isAccessRole(role)) this.fault(`maps "${group}" to a role that there is not`);
    }
    return Object.fromEntries(roles.filter((entry): entry is [string, AccessRole] => isAccessRole(entry[1])));
  }
}

function defaultDiscovery(type: JwtProviderType, tenant: string | undefined): string | undefined {
  if (type === 'google') return GOOGLE_DISCOVERY;
  if (type !== 'entra' || tenant === undefined) return undefined;
  return `https://login.microsoftonline.com/${encodeURIComponent(tenant)}/v2.0/.well-known/openid-configuration`;
}

function parseProviders(raw: unknown): JwtProvider[] | undefined {
  const list: unknown = typeof raw === 'string' ? parseJson(raw) : raw;
  if (!Array.isArray(list)) return undefined;
  const entries: unknown[] = list;
  const isMap = (entry: unknown): entry is Fields =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry);
  return entries.every(isMap) ? entries.map((entry, index) => new ProviderReader(entry, index).read()) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** List of providers; in the environment a JSON list. Its entries hold their own faults. */
export const jwtProviderList: SettingType<readonly JwtProvider[]> = {
  name: 'list of providers',
  expected: 'must be a list of providers, each with name, type and client_id',
  isSecret: true,
  parse: parseProviders,
};
