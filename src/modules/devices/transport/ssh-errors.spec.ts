import { Secret } from '../../../common/secret.js';
import { AccountLockedError, PasswordChangeRequiredError, TooManySessionsError } from '../devices.errors.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import { sshConnectError } from './ssh-errors.js';

describe('a log-in that the server refuses', () => {
  const registry = new PlatformRegistry();

  beforeAll(() => registry.onModuleInit());

  it.each([
    [
      'Your account has been locked.',
      AccountLockedError,
      /^r1:22 has locked user "admin" \(credential "lab"\): "Your account has been locked\."; unlock/,
    ],
    ['Too many sessions for this user', TooManySessionsError, /^r1:22 has too many sessions open to let user "admin"/],
    ['Password has expired', PasswordChangeRequiredError, /^r1:22 requires a new password for user "admin"/],
  ])('is told apart by what the server says: %s', (said, type, message) => {
    const error = sshConnectError(Object.assign(new Error('refused'), { level: 'client-authentication' }), {
      request: {
        host: 'r1',
        port: 22,
        protocol: 'ssh',
        credential: { id: 'lab', username: 'admin', password: new Secret('x') },
        refusals: registry.resolve('cisco_ios').login.refusals,
        connectTimeoutMs: 1,
        loginTimeoutMs: 1,
        keepaliveMs: 0,
        algorithms: 'modern',
        hostKeyPolicy: 'off',
      },
      phase: 'authenticate',
      offered: {},
      methods: ['password'],
      tried: ['password'],
      said: `${said}\n`,
    });
    expect(error).toBeInstanceOf(type);
    expect(error.message).toMatch(message);
  });
});
