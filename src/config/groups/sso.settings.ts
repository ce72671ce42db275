import { ValidateBy } from 'class-validator';
import { jwtProviderList, type JwtProvider } from '../jwt-provider.js';
import { Setting } from '../setting.decorator.js';
import { flag, textList } from '../setting-types.js';

function faultsOf(value: unknown): string[] {
  const providers = value as readonly JwtProvider[];
  const names = providers.map(({ name }) => name.toLowerCase());
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [...providers.flatMap(({ faults }) => faults), ...twice.map((name) => `provider ${name} is there twice`)];
}

function AreProviders(): PropertyDecorator {
  return ValidateBy({
    name: 'areProviders',
    validator: {
      validate: (value: unknown) => faultsOf(value).length === 0,
      defaultMessage: (checked) => `$property has faults: ${faultsOf(checked?.value).join('; ')}`,
    },
  });
}

/** Single sign-on: whose tokens are taken, and who of their users is let in. */
export class SsoSettings {
  @Setting({
    key: 'jwt_providers',
    type: jwtProviderList,
    roles: ['controller'],
    description: 'OpenID providers whose tokens are taken; the fields of each are in `docs/authentication.md`.',
  })
  @AreProviders()
  readonly providers: readonly JwtProvider[] = [];

  @Setting({
    key: 'jwt_require_https',
    type: flag,
    roles: ['controller'],
    description:
      'Take tokens over HTTPS alone: from Tom itself, or from one of `trusted_proxies`. The loopback is exempt.',
  })
  readonly requireHttps: boolean = true;

  @Setting({
    key: 'allowed_users',
    type: textList,
    roles: ['controller'],
    description: 'Users of providers who are let in, in any case. Without any of the three lists every user is.',
  })
  readonly allowedUsers: readonly string[] = [];

  @Setting({
    key: 'allowed_domains',
    type: textList,
    roles: ['controller'],
    description: 'Domains of e-mail addresses whose users are let in, in any case.',
  })
  readonly allowedDomains: readonly string[] = [];

  @Setting({
    key: 'allowed_user_regex',
    type: textList,
    roles: ['controller'],
    description:
      'Regular expressions of Python; users in whose name or address one is found are let in, in any case. One that may never come to an end is refused.',
  })
  readonly allowedUserRegex: readonly string[] = [];

  @Setting({
    key: 'permit_logging_user_details',
    type: flag,
    roles: ['controller'],
    description: 'Name users of providers in the log. The audit log names them in any case.',
  })
  readonly mayLogUsers: boolean = false;

  @Setting({
    key: 'oauth_test_enabled',
    type: flag,
    roles: ['controller'],
    description:
      'Serve a page that tries the log-in (`/static/oauth-test.html`) and what it needs, on the loopback alone. For development.',
  })
  readonly isTestEnabled: boolean = false;
}
