import type { Credential } from '../../credentials/credential.types.js';
import { CredentialNotFoundError } from '../../credentials/credentials.errors.js';
import type { PlatformRegistry } from '../platforms/platform-registry.js';

/**
 * The log-in with what it says for devices of one platform.
 *
 * @param platform its name
 * @throws CredentialNotFoundError where it speaks of a driver that is unknown
 */
export function credentialFor(platform: string, credential: Credential, registry: PlatformRegistry): Credential {
  const { platforms, ...login } = credential;
  if (platforms === undefined) return credential;
  const extras = [...platforms].filter(([driver]) => {
    if (registry.has(driver)) return registry.resolve(driver).name === platform;
    throw new CredentialNotFoundError(
      `credential "${credential.id}" is incomplete: platforms: driver "${driver}" is unknown${registry.hint(driver)}`,
    );
  });
  return Object.assign(login, ...extras.map(([, extra]) => extra)) as Credential;
}

/** The log-in that SSH is opened with: some devices ask for the real one inside the session. */
export function sshCredential(credential: Credential): Credential {
  const { sshPassword } = credential;
  return sshPassword === undefined ? credential : { ...credential, password: sshPassword };
}
