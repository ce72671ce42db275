/** What the page at `/static/oauth-test.html` does. The token stays in the page: it is stored nowhere. */
export const OAUTH_TEST_SCRIPT = `'use strict';
const KEY = 'tom-log-in';
const show = (id, text) => { document.getElementById(id).textContent = text; };
const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

async function ask(path, options) {
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) throw new Error(path + ': ' + (typeof answer.detail === 'string' ? answer.detail : JSON.stringify(answer.detail)));
  return answer;
}

async function start(provider, redirectUri) {
  const login = { provider: provider.name, state: random(), verifier: random(), nonce: random() };
  sessionStorage.setItem(KEY, JSON.stringify(login));
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(login.verifier));
  const url = new URL(provider.authorization_url);
  const parameters = {
    response_type: 'code',
    client_id: provider.client_id,
    redirect_uri: redirectUri,
    scope: provider.scopes.join(' '),
    state: login.state,
    nonce: login.nonce,
    code_challenge: base64url(hash),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  location.assign(url);
}

function claimsOf(token) {
  const text = atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/'));
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (character) => character.charCodeAt(0))));
}

async function finish(query, redirectUri) {
  const login = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
  sessionStorage.removeItem(KEY);
  history.replaceState(null, '', location.pathname);
  if (query.has('error')) throw new Error('the provider refused: ' + (query.get('error_description') ?? query.get('error')));
  if (login === null || query.get('state') !== login.state) throw new Error('this answer belongs to no log-in of this page');
  const body = { code: query.get('code'), state: login.state, redirect_uri: redirectUri, provider: login.provider, code_verifier: login.verifier };
  const tokens = await ask('/api/oauth/token', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  const token = tokens.id_token ?? tokens.access_token;
  const claims = claimsOf(token);
  if (tokens.id_token !== null && claims.nonce !== login.nonce) throw new Error('the token belongs to another log-in (nonce)');
  document.getElementById('result').hidden = false;
  show('claims', JSON.stringify(claims, null, 2));
  show('command', 'curl -H "Authorization: Bearer ' + token + '" ' + location.origin + '/api/auth/debug');
  const caller = await ask('/api/auth/debug', { headers: { Authorization: 'Bearer ' + token } });
  show('caller', JSON.stringify(caller, null, 2));
}

async function main() {
  const config = await ask('/api/oauth/config');
  show('redirect', config.redirect_uri);
  const place = document.getElementById('providers');
  place.textContent = config.providers.length === 0 ? 'No provider answers; the log of Tom says why.' : '';
  for (const provider of config.providers) {
    const button = document.createElement('button');
    button.textContent = 'Log in with ' + provider.name;
    button.addEventListener('click', () => start(provider, config.redirect_uri));
    place.append(button);
  }
  const query = new URLSearchParams(location.search);
  if (query.has('code') || query.has('error')) await finish(query, config.redirect_uri);
}

main().catch((error) => show('fault', error.message));
`;
