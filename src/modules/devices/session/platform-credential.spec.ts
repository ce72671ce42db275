import { Secret } from '../../../common/secret.js';
import type { Credential, PlatformExtras } from '../../credentials/credential.types.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import { credentialFor, sshCredential } from './platform-credential.js';

const LOGIN = { id: 'lab', username: 'admin', password: new Secret('inner'), enableSecret: new Secret('up') };

describe('what a credential says for devices of one platform', () => {
  const registry = new PlatformRegistry();
  beforeAll(() => registry.onModuleInit());

  const forPlatform = (platform: string, platforms: Record<string, PlatformExtras>): Credential =>
    credentialFor(platform, { ...LOGIN, platforms: new Map(Object.entries(platforms)) }, registry);

  it('goes before what it says for all, under any name of the driver', () => {
    const extras = { cisco_xe: { enableSecret: new Secret('other'), enableUsername: 'chief' } };
    expect(forPlatform('cisco_ios', extras).enableSecret?.reveal()).toBe('other');
    expect(forPlatform('cisco_ios', extras)).toMatchObject({ username: 'admin', enableUsername: 'chief' });
    expect(forPlatform('cisco_nxos', extras).enableSecret?.reveal()).toBe('up');
  });

  it('is refused for a driver that nobody knows', () => {
    expect(() => forPlatform('linux', { cisco_isox: {} })).toThrow(
      /^credential "lab" is incomplete: platforms: driver "cisco_isox" is unknown; did you mean "cisco_ios/,
    );
  });

  it('is the password of SSH alone where it gives one for that', () => {
    expect(sshCredential({ ...LOGIN, sshPassword: new Secret('outer') }).password?.reveal()).toBe('outer');
    expect(sshCredential(LOGIN)).toBe(LOGIN);
  });
});
