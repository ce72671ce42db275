import { Controller, Get, Header, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiBody, ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ValidBody } from '../../../common/http/valid-input.decorators.js';
import { Public } from '../public.decorator.js';
import { exchangeCode } from '../sso/exchange-code.js';
import { LoopbackGuard } from '../sso/loopback.guard.js';
import { SsoProviders } from '../sso/sso-providers.js';
import { chooseProvider } from '../sso/userinfo.js';
import { OAUTH_TEST_PAGE, OAUTH_TEST_PATH, OAUTH_TEST_POLICY } from './oauth-test.page.js';
import { OAUTH_TEST_SCRIPT } from './oauth-test.script.js';
import { OauthConfigResponse, TokenRequest, TokenResponse, type OauthProvider } from './oauth-test.dtos.js';

@ApiTags('auth')
@Public()
@UseGuards(LoopbackGuard)
@Controller()
export class OauthTestController {
  constructor(private readonly providers: SsoProviders) {}

  @Get('api/oauth/config')
  @ApiOperation({
    summary: 'Providers to try a log-in with',
    description: 'For development: while `oauth_test_enabled` is set, and from the host itself alone.',
    security: [],
  })
  @ApiOkResponse({ type: OauthConfigResponse })
  @ApiErrors(404)
  async config(@Req() request: FastifyRequest): Promise<OauthConfigResponse> {
    const asked = await Promise.allSettled(this.providers.all.map((provider) => provider.metadata()));
    const providers = this.providers.all.flatMap(({ settings }, index): OauthProvider[] => {
      const result = asked[index];
      const url = result?.status === 'fulfilled' ? result.value.authorizationEndpoint : null;
      const { name, clientId: client_id, oauthTestScopes: scopes } = settings;
      return url === null ? [] : [{ name, authorization_url: url, client_id, scopes }];
    });
    return { providers, redirect_uri: `${request.protocol}://${request.host}${OAUTH_TEST_PATH}` };
  }

  @Post('api/oauth/token')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Change the code of a log-in into tokens',
    description: 'For development, as `GET /api/oauth/config`.',
    security: [],
  })
  @ApiBody({ type: TokenRequest })
  @ApiOkResponse({ type: TokenResponse })
  @ApiErrors(400, 404, 422, 503)
  async token(@ValidBody(TokenRequest) request: TokenRequest): Promise<TokenResponse> {
    const { code, redirect_uri: redirectUri, code_verifier: codeVerifier, provider } = request;
    return exchangeCode(chooseProvider(this.providers.all, provider), { code, redirectUri, codeVerifier });
  }

  @Get(OAUTH_TEST_PATH)
  @Header('Content-Type', 'text/html; charset=utf-8')
  @Header('Content-Security-Policy', OAUTH_TEST_POLICY)
  @ApiExcludeEndpoint()
  page(): string {
    return OAUTH_TEST_PAGE;
  }

  @Get('static/oauth-test.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  @ApiExcludeEndpoint()
  script(): string {
    return OAUTH_TEST_SCRIPT;
  }
}
