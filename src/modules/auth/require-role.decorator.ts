import { applyDecorators, SetMetadata } from '@nestjs/common';
import type { AccessRole } from '../../common/access-role.js';
import { ApiErrors } from '../../common/http/api-errors.decorator.js';

export const REQUIRED_ROLE = 'tom:required-role';

/** Says what role a route needs. Every route has this mark or `@Public()`: one without either is refused to all. */
export function RequireRole(role: AccessRole): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(REQUIRED_ROLE, role), ApiErrors(401, 403));
}
