import { fetchDocument } from './fetch-document.js';
import type { OpenIdProvider } from './openid-provider.js';
import { UnknownProviderError } from './sso.errors.js';

/** The provider of a name, in any case; the first one without a name. Throws `UnknownProviderError`. */
export function chooseProvider(providers: readonly OpenIdProvider[], name: string | null): OpenIdProvider {
  const chosen = providers.find(({ settings }) => name === null || settings.name.toLowerCase() === name.toLowerCase());
  if (chosen !== undefined) return chosen;
  if (providers.length === 0)
    throw new UnknownProviderError('auth_mode has no use for providers; there is none to ask');
  const names = providers.map(({ settings }) => `"${settings.name}"`).join(', ');
  throw new UnknownProviderError(`provider "${name ?? ''}" is not enabled; there are ${names}`);
}

/** What a provider knows of the user of an access token. Throws `UnknownProviderError`, `ProviderUnavailableError`. */
export async function userinfoOf(
  providers: readonly OpenIdProvider[],
  accessToken: string,
  name: string | null,
): Promise<Record<string, unknown>> {
  const provider = chooseProvider(providers, name);
  const { userinfoEndpoint } = await provider.metadata();
  if (userinfoEndpoint === null) {
    throw new UnknownProviderError(`provider "${provider.settings.name}" has no userinfo address`);
  }
  const headers = { Authorization: `Bearer ${accessToken.replace(/[^\x21-\x7e]/g, '')}` };
  const answer = await fetchDocument(userinfoEndpoint, { headers });
  return { ...answer, _provider: provider.settings.name, _auth_method: 'jwt' };
}
