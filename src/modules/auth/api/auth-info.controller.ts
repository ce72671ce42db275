import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ValidQuery } from '../../../common/http/valid-input.decorators.js';
import type { Caller } from '../caller.types.js';
import { CurrentCaller } from '../current-caller.decorator.js';
import { RequireRole } from '../require-role.decorator.js';
import { SsoProviders } from '../sso/sso-providers.js';
import { userinfoOf } from '../sso/userinfo.js';
import { AuthDebugResponse } from './auth-info.dto.js';
import { UserinfoQuery } from './userinfo.query.js';

const USERINFO = { sub: '7d3e…', email: 'ann@example.com', _provider: 'entra', _auth_method: 'jwt' };

@ApiTags('auth')
@Controller('api')
export class AuthInfoController {
  constructor(private readonly providers: SsoProviders) {}

  @RequireRole('viewer')
  @Get('auth/debug')
  @ApiOperation({ summary: 'Who you are, as Tom sees it', description: 'With role and claims of the token.' })
  @ApiOkResponse({ type: AuthDebugResponse })
  debug(@CurrentCaller() caller: Caller): AuthDebugResponse {
    return AuthDebugResponse.of(caller);
  }

  @RequireRole('viewer')
  @Get('userinfo')
  @ApiOperation({
    summary: 'What a provider knows of the user of a token',
    description: 'Asks the userinfo endpoint of the provider. The token is kept out of logs.',
  })
  @ApiOkResponse({
    schema: { type: 'object', additionalProperties: true, example: USERINFO },
    description: 'The answer of the provider',
  })
  @ApiErrors(400, 422, 503)
  async userinfo(@ValidQuery(UserinfoQuery) query: UserinfoQuery): Promise<Record<string, unknown>> {
    return userinfoOf(this.providers.all, query.access_token, query.provider);
  }
}
