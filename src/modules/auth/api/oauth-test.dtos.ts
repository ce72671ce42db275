import { ApiProperty } from '@nestjs/swagger';
import { PasswordField, TextField } from '../../../common/http/fields.js';

/** What a log-in in the browser brought back. */
export class TokenRequest {
  @PasswordField({ description: 'The code that the provider gave' })
  code!: string;

  @TextField({ description: 'As it was sent to the provider' })
  state!: string;

  @TextField({ description: 'As it was sent to the provider', example: 'http://127.0.0.1:8000/oauth' })
  redirect_uri!: string;

  @TextField({ description: 'Name of the provider; the first one when not given', default: null })
  provider!: string | null;

  @PasswordField({ description: 'The secret of which the provider got the hash (PKCE)', default: null })
  code_verifier!: string | null;
}

/** Tokens, as the provider gave them. */
export class TokenResponse {
  @ApiProperty({ example: 'eyJhbGciOiJSUzI1NiJ9…' })
  access_token!: string;

  @ApiProperty({ default: 'Bearer', required: false })
  token_type!: string;

  @ApiProperty({ type: 'integer', nullable: true, required: false, description: 'Seconds', example: 3600 })
  expires_in!: number | null;

  @ApiProperty({ type: String, nullable: true, required: false })
  id_token!: string | null;
}

/** A provider to log in to. */
export class OauthProvider {
  @ApiProperty({ example: 'corp' })
  name!: string;

  @ApiProperty({ description: 'Where the browser is sent' })
  authorization_url!: string;

  @ApiProperty()
  client_id!: string;

  @ApiProperty({ type: [String], example: ['openid', 'email', 'profile'] })
  scopes!: readonly string[];
}

/** What the page that tries the log-in needs to know. */
export class OauthConfigResponse {
  @ApiProperty({ type: [OauthProvider] })
  providers!: OauthProvider[];

  @ApiProperty({
    description: 'Where the provider sends the browser back to',
    example: 'http://localhost:8000/static/oauth-test.html',
  })
  redirect_uri!: string;
}
