import { ArrayNotEmpty, ArrayUnique, IsIn, Matches, Max, Min } from 'class-validator';
import { ACCESS_ROLES, type AccessRole } from '../../common/access-role.js';
import { BOTH_ROLES } from '../role.js';
import { Setting } from '../setting.decorator.js';
import { apiKeyList, choice, integer, textList, type ApiKey } from '../setting-types.js';

/** RFC 9110, section 5.6.2: token. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/** How callers of the API prove who they are. */
export type AuthMode = 'none' | 'api_key' | 'jwt' | 'hybrid';

/** Authentication of API callers. */
export class AuthSettings {
  @Setting({
    key: 'auth_mode',
    type: choice(),
    roles: ['controller'],
    description: 'How callers prove who they are. `jwt` and `hybrid` are not available yet and are refused.',
  })
  @IsIn(['none', 'api_key', 'jwt', 'hybrid'])
  readonly mode: AuthMode = 'none';

  @Setting({
    key: 'api_key_headers',
    type: textList,
    roles: ['controller'],
    description: 'Request headers in which an API key is looked for, in this order.',
  })
  @ArrayNotEmpty()
  @Matches(HEADER_NAME, { each: true, message: '$property must hold names of HTTP headers' })
  readonly apiKeyHeaders: readonly string[] = ['X-API-Key'];

  @Setting({
    key: 'api_keys',
    type: apiKeyList,
    roles: ['controller'],
    description: 'API keys and the user each stands for, split at the first colon.',
  })
  @ArrayUnique(({ key }: ApiKey) => key.reveal(), { message: '$property must not hold a key twice' })
  readonly apiKeys: readonly ApiKey[] = [];

  @Setting({
    key: 'default_role',
    type: choice(),
    roles: ['controller'],
    description: 'Role of a caller who is given none otherwise.',
    defaultText: '`admin`',
  })
  @IsIn(ACCESS_ROLES)
  readonly defaultRole?: AccessRole;

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
