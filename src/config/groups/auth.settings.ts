import { ArrayNotEmpty, ArrayUnique, IsIn, Matches } from 'class-validator';
import { Setting } from '../setting.decorator.js';
import { apiKeyList, choice, textList, type ApiKey } from '../setting-types.js';

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
    description:
      'How callers prove who they are: not at all, by an API key, by a token of a provider, or by either of the two.',
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
}
