import { IsIn, Max, Min } from 'class-validator';
import { ACCESS_ROLES, type AccessRole } from '../../common/access-role.js';
import { devicesMap, roleMap } from '../access-types.js';
import { BOTH_ROLES } from '../role.js';
import { Setting } from '../setting.decorator.js';
import { choice, integer } from '../setting-types.js';

/** What callers may do, and how long is remembered what they did. */
export class AccessSettings {
  @Setting({
    key: 'default_role',
    type: choice(),
    roles: ['controller'],
    description: 'Role of a caller who is given none otherwise.',
    defaultText:
      '`admin`; for users of providers `viewer`, as soon as `user_roles` or the `role_map` of a provider is set',
  })
  @IsIn(ACCESS_ROLES)
  readonly defaultRole?: AccessRole;

  @Setting({
    key: 'user_roles',
    type: roleMap,
    roles: ['controller'],
    description:
      'Role of a user, of a key or a provider, or of a whole domain as `@example.com`. Wins over the roles of a provider.',
  })
  readonly userRoles: Readonly<Record<string, AccessRole>> = {};

  @Setting({
    key: 'user_devices',
    type: devicesMap,
    roles: ['controller'],
    description:
      'Devices that a user, or all of `@example.com`, may use: patterns of names (`ams-*`) or of other fields of the inventory (`site=ams`). Who is not named may use all.',
  })
  readonly userDevices: Readonly<Record<string, readonly string[]>> = {};

  @Setting({
    key: 'audit_max_entries',
    type: integer,
    roles: BOTH_ROLES,
    description: 'Events that `GET /api/audit` can show; older ones are in the log of the processes alone.',
  })
  @Min(100)
  @Max(10_000_000)
  readonly auditMaxEntries: number = 100_000;
}
