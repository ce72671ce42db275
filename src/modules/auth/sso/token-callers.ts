import { Injectable, Logger } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { ForbiddenError, UnauthenticatedError } from '../auth.errors.js';
import type { ProvenCaller } from '../caller.types.js';
import { CallerRights } from '../caller-rights.js';
import { SsoProviders } from './sso-providers.js';
import { TokenVerifier } from './token-verifier.js';
import { UserAdmission } from './user-admission.js';
import { addressOf, userOf } from './user-claims.js';

/** Who stands behind a token. */
@Injectable()
export class TokenCallers {
  private readonly verifier: TokenVerifier;
  private readonly admission: UserAdmission;
  private readonly logger = new Logger('Auth');

  constructor(
    private readonly settings: Settings,
    private readonly rights: CallerRights,
    providers: SsoProviders,
  ) {
    this.verifier = new TokenVerifier(providers.all);
    this.admission = new UserAdmission(settings.sso);
  }

  /** Throws `UnauthenticatedError`, `ForbiddenError` for a user who is not let in, `ProviderUnavailableError`. */
  async callerOf(token: string): Promise<ProvenCaller> {
    const { provider, claims } = await this.verifier.verify(token);
    const { name } = provider.settings;
    const user = userOf(provider.settings, claims);
    if (user === undefined) throw new UnauthenticatedError('the token is not taken: it does not say who its user is');
    const shown = this.settings.sso.mayLogUsers ? ` "${user}"` : '';
    const address = addressOf(provider.settings, claims);
    if (!this.admission.isAllowed(user, address)) {
      this.logger.warn(`a user${shown} of provider "${name}" is not let in by allowed_users, _domains or _user_regex`);
      throw new ForbiddenError('you are known, and not let in; ask for an entry in allowed_users or allowed_domains');
    }
    this.logger.debug(`a token of provider "${name}" was taken${shown === '' ? '' : ` for${shown}`}`);
    const rights = this.rights.ofSsoUser({ provider: provider.settings, user, address, claims });
    return { user, method: 'jwt', provider: name, claims, ...rights };
  }
}
