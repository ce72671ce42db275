import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { errorMessage } from '../../../common/tom-error.js';
import { OpenIdProvider } from './openid-provider.js';

/** How often a provider that did not answer at the start is asked again. */
const ASK_AGAIN_MS = 15_000;

/** The enabled providers of the settings. */
@Injectable()
export class SsoProviders implements OnApplicationBootstrap, OnModuleDestroy {
  readonly all: readonly OpenIdProvider[];
  private readonly logger = new Logger('Auth');
  private readonly isOpenToAll: boolean;
  private timer: NodeJS.Timeout | undefined;

  constructor(settings: Settings) {
    const { allowedUsers, allowedDomains, allowedUserRegex } = settings.sso;
    this.isOpenToAll = allowedUsers.length + allowedDomains.length + allowedUserRegex.length === 0;
    const isUsed = settings.auth.mode === 'jwt' || settings.auth.mode === 'hybrid';
    const enabled = settings.sso.providers.filter(({ isEnabled }) => isUsed && isEnabled);
    this.all = enabled.map((provider) => new OpenIdProvider(provider));
  }

  /** Asks every provider for its keys, so that the first token need not wait. The start does not wait for that. */
  onApplicationBootstrap(): void {
    if (this.all.length > 0 && this.isOpenToAll) {
      this.logger.warn(
        'every user of the providers is let in; allowed_users, _domains or _user_regex say who is to be',
      );
    }
    void this.warm(this.all);
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
  }

  private async warm(providers: readonly OpenIdProvider[]): Promise<void> {
    const results = await Promise.allSettled(providers.map((provider) => provider.keys()));
    const failed = providers.filter((_, index) => results[index]?.status === 'rejected');
    for (const [index, result] of results.entries()) {
      if (result.status === 'fulfilled') continue;
      const name = providers[index]?.settings.name ?? '';
      this.logger.warn(`provider "${name}" is asked again later: ${errorMessage(result.reason)}`);
    }
    if (failed.length > 0) this.timer = setTimeout(() => void this.warm(failed), ASK_AGAIN_MS).unref();
  }
}
