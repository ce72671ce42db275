import { ACCESS_ROLES, includesRole, type AccessRole } from '../../common/access-role.js';
import type { AccessSettings } from '../../config/groups/access.settings.js';
import type { JwtProvider } from '../../config/jwt-provider.js';
import { textsAt, type Claims } from './sso/user-claims.js';

/** What a caller is given. */
export interface Rights {
  readonly role: AccessRole;
  readonly devices: readonly string[] | null;
}

/** A user of a provider, once the token is proven. */
export interface SsoUser {
  readonly provider: JwtProvider;
  readonly user: string;
  readonly address: string | undefined;
  readonly claims: Claims;
}

/** Works out roles and devices of callers from the settings and from what a token says. */
export class CallerRights {
  private readonly settings: AccessSettings;

  constructor(settings: AccessSettings) {
    this.settings = settings;
  }

  /** Of a caller about whom nothing but a name is known: a key of the settings, or anonymous. */
  ofName(user: string): Rights {
    const role = this.entry(this.settings.userRoles, user, user) ?? this.settings.defaultRole ?? 'admin';
    return { role, devices: this.entry(this.settings.userDevices, user, user) ?? null };
  }

  ofSsoUser({ provider, user, address, claims }: SsoUser): Rights {
    const { userRoles, userDevices, defaultRole } = this.settings;
    const hasRoles = Object.keys(userRoles).length + Object.keys(provider.roleMap).length > 0;
    const role =
      this.entry(userRoles, user, address) ??
      roleOfClaims(provider, claims) ??
      defaultRole ??
      (hasRoles ? 'viewer' : 'admin');
    return { role, devices: this.entry(userDevices, user, address) ?? null };
  }

  /** What is said of a user by name, else of the domain of its address. */
  private entry<T>(map: Readonly<Record<string, T>>, user: string, address: string | undefined): T | undefined {
    const name = user.toLowerCase();
    if (Object.hasOwn(map, name)) return map[name];
    const domain = address?.includes('@') === true ? `@${address.split('@').at(-1)?.toLowerCase() ?? ''}` : undefined;
    return domain !== undefined && Object.hasOwn(map, domain) ? map[domain] : undefined;
  }
}

/** The most of the roles that the claims stand for. */
function roleOfClaims({ roleClaims, roleMap }: JwtProvider, claims: Claims): AccessRole | undefined {
  const values = roleClaims.flatMap((path) => textsAt(claims, path));
  const roles = values.flatMap((value) => (Object.hasOwn(roleMap, value) ? (roleMap[value] ?? []) : []));
  return ACCESS_ROLES.findLast((role) => roles.some((given) => includesRole(given, role)));
}
