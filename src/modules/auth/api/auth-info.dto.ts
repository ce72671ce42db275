import { ApiProperty } from '@nestjs/swagger';
import { ACCESS_ROLES, type AccessRole } from '../../../common/access-role.js';
import type { AuthMethod, Caller } from '../caller.types.js';

/** Claims that every token may have (RFC 7519, OpenID Connect Core): the others are the provider's own. */
const STANDARD_CLAIMS = new Set(
  'iss sub aud exp nbf iat jti azp nonce auth_time at_hash c_hash acr amr sid typ scope client_id'.split(' '),
);

/** Who the caller is, as Tom sees it. */
export class AuthDebugResponse {
  @ApiProperty({ enum: ['none', 'api_key', 'jwt'], example: 'api_key' })
  method!: AuthMethod;

  @ApiProperty({ type: String, nullable: true, example: 'robot' })
  user!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Provider of the token', example: null })
  provider!: string | null;

  @ApiProperty({ enum: ACCESS_ROLES, example: 'operator' })
  role!: AccessRole;

  @ApiProperty({ type: [String], nullable: true, description: 'Patterns of devices it may use; null for all' })
  devices!: readonly string[] | null;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'All claims of the token' })
  all_claims!: Readonly<Record<string, unknown>>;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'Claims that are not of the standards' })
  custom_claims!: Readonly<Record<string, unknown>>;

  static of({ method, user, provider, role, devices, claims }: Caller): AuthDebugResponse {
    const custom = Object.entries(claims).filter(([name]) => !STANDARD_CLAIMS.has(name));
    return {
      method,
      user: method === 'none' ? null : user,
      provider,
      role,
      devices,
      all_claims: claims,
      custom_claims: Object.fromEntries(custom),
    };
  }
}
