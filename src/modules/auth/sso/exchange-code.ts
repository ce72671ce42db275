import { fetchDocument } from './fetch-document.js';
import type { OpenIdProvider } from './openid-provider.js';
import { UnknownProviderError } from './sso.errors.js';

/** What comes back from a log-in in the browser. */
export interface AuthorizationCode {
  readonly code: string;
  readonly redirectUri: string;
  /** RFC 7636; `null` where the page did not use it. */
  readonly codeVerifier: string | null;
}

/** Tokens, as the provider gave them. */
export interface ProviderTokens {
  readonly access_token: string;
  readonly token_type: string;
  readonly expires_in: number | null;
  readonly id_token: string | null;
}

/** Changes a code into tokens (RFC 6749, section 4.1.3). Throws `ProviderRefusalError`, `ProviderUnavailableError`. */
export async function exchangeCode(provider: OpenIdProvider, login: AuthorizationCode): Promise<ProviderTokens> {
  const { name, clientId, oauthTestClientSecret: secret } = provider.settings;
  const { tokenEndpoint } = await provider.metadata();
  if (tokenEndpoint === null) throw new UnknownProviderError(`provider "${name}" has no address for tokens`);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: login.code,
    redirect_uri: login.redirectUri,
    client_id: clientId,
    ...(login.codeVerifier === null ? {} : { code_verifier: login.codeVerifier }),
    ...(secret === null ? {} : { client_secret: secret.reveal() }),
  });
  const answer = await fetchDocument(tokenEndpoint, { method: 'POST', body });
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  return {
    access_token: text(answer.access_token) ?? '',
    token_type: text(answer.token_type) ?? 'Bearer',
    expires_in: typeof answer.expires_in === 'number' ? answer.expires_in : null,
    id_token: text(answer.id_token),
  };
}
