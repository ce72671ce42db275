import { PasswordField, TextField } from '../../../common/http/fields.js';

/** Of whom a provider is asked. */
export class UserinfoQuery {
  @PasswordField({ description: 'An access token of the provider; it is kept out of the log' })
  access_token!: string;

  @TextField({ description: 'Name of the provider; the first one with such an address when not given', default: null })
  provider!: string | null;
}
