import { createHmac } from 'node:crypto';
import { exportSPKI, importJWK, type CryptoKey } from 'jose';
import { jwtProviderList, type JwtProvider } from '../../src/config/jwt-provider.js';
import { OpenIdProvider } from '../../src/modules/auth/sso/openid-provider.js';
import { ProviderUnavailableError } from '../../src/modules/auth/sso/sso.errors.js';
import { TokenVerifier } from '../../src/modules/auth/sso/token-verifier.js';
import { freePort } from '../support/free-port.js';
import { OpenIdTestProvider, type TokenChanges } from '../support/openid-provider.js';

function readEntry(entry: Record<string, unknown>): JwtProvider {
  const [provider] = jwtProviderList.parse([entry]) ?? [];
  if (provider === undefined || provider.faults.length > 0) throw new Error('the entry has faults');
  return provider;
}

const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('tokens of an OpenID provider', () => {
  let provider: OpenIdTestProvider;
  let verifier: TokenVerifier;
  let now = 0;

  const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;
  const verifierOf = (...changes: Record<string, unknown>[]): TokenVerifier =>
    new TokenVerifier(changes.map((change) => new OpenIdProvider(readEntry(provider.entry(change)), () => now)));

  beforeAll(async () => {
    provider = await OpenIdTestProvider.start();
  });

  beforeEach(() => {
    verifier = verifierOf({});
  });

  afterAll(async () => {
    await provider.stop();
  });

  it('are taken when all is right', async () => {
    const { claims, provider: from } = await verifier.verify(await provider.token());
    expect(claims).toMatchObject({ sub: 'alice', iss: provider.issuer });
    expect(from.settings.name).toBe('corp');
  });

  it('are taken for one of several audiences', async () => {
    const several = verifierOf({ audience: ['other', 'tom-api'] });
    await expect(several.verify(await provider.token({ claims: { aud: ['x', 'tom-api'] } }))).resolves.toBeDefined();
    await expect(several.verify(await provider.token())).rejects.toThrow(/somebody else \(aud\)/);
  });

  it('are taken as a program gets them with its own secret', async () => {
    const { claims } = await verifierOf({ audience: 'tom-api' }).verify(await provider.clientToken());
    expect(claims).toMatchObject({ aud: 'tom-api', client_id: 'robot' });
  });

  it.each<[string, (at: (seconds: number) => number) => TokenChanges, RegExp]>([
    ['that has expired', (at) => ({ claims: { exp: at(-60) } }), /it has expired/],
    ['that never expires', () => ({ claims: { exp: undefined } }), /does not say when it expires/],
    ['that is not valid yet', (at) => ({ claims: { nbf: at(120) } }), /not valid yet \(nbf\)/],
    ['for another audience', () => ({ claims: { aud: 'somebody' } }), /somebody else \(aud\)/],
    ['for no audience', () => ({ claims: { aud: undefined } }), /somebody else \(aud\)/],
    ['of another issuer', () => ({ claims: { iss: 'https://evil.example' } }), /none of the providers/],
    ['of an issuer by a like name', () => ({ claims: { iss: 'http://127.0.0.1:1' } }), /none of the providers/],
    ['without the id of its key', () => ({ header: { kid: undefined } }), /does not name its key \(kid\)/],
    ['by an unknown key', () => ({ header: { kid: 'other' } }), /knows no such key/],
    ['of another kind', () => ({ header: { typ: 'logout+jwt' } }), /another kind of token/],
    ['that is oversized', () => ({ claims: { filler: 'x'.repeat(20_000) } }), /longer than 16384 characters/],
  ])('are refused: one %s', async (_, changes, reason) => {
    await expect(verifier.verify(await provider.token(changes(inSeconds)))).rejects.toThrow(reason);
  });

  it('are taken a little before and after their time, as leeway_seconds says', async () => {
    const token = await provider.token({ claims: { exp: inSeconds(-10), nbf: inSeconds(-400) } });
    await expect(verifier.verify(token)).resolves.toBeDefined();
    await expect(verifierOf({ leeway_seconds: 0 }).verify(token)).rejects.toThrow(/it has expired/);
  });

  it('are refused when they were changed', async () => {
    const [header, , signature] = (await provider.token()).split('.');
    const payload = base64url({ iss: provider.issuer, aud: 'tom', sub: 'root', exp: inSeconds(60) });
    await expect(verifier.verify(`${header}.${payload}.${signature}`)).rejects.toThrow(/its signature is wrong/);
  });

  it('are refused without a signature', async () => {
    const payload = base64url({ iss: provider.issuer, aud: 'tom', sub: 'root', exp: inSeconds(60) });
    for (const alg of ['none', 'None', 'NONE']) {
      const token = `${base64url({ alg, kid: 'first', typ: 'JWT' })}.${payload}.`;
      await expect(verifier.verify(token)).rejects.toThrow(/signed in a way that is not taken|cannot be/);
    }
  });

  it('are refused when the public key was used as a password', async () => {
    const pem = await exportSPKI((await importJWK(provider.publicJwk, 'RS256', { extractable: true })) as CryptoKey);
    const head = base64url({ alg: 'HS256', kid: 'first', typ: 'JWT' });
    const payload = base64url({ iss: provider.issuer, aud: 'tom', sub: 'root', exp: inSeconds(60) });
    const signature = createHmac('sha256', pem).update(`${head}.${payload}`).digest('base64url');
    await expect(verifier.verify(`${head}.${payload}.${signature}`)).rejects.toThrow(
      /signed in a way that is not taken/,
    );
  });

  it.each(['', 'x', 'a.b.c', '..', 'Bearer', `${'a'.repeat(50)}.${'b'.repeat(50)}.c`])(
    'are refused: %j',
    async (token) => {
      await expect(verifier.verify(token)).rejects.toThrow(/cannot be read/);
    },
  );

  it('go to the one of two providers with one issuer that they are meant for', async () => {
    const both = verifierOf({ name: 'a', client_id: 'app-a' }, { name: 'b', client_id: 'app-b' });
    const { provider: chosen } = await both.verify(await provider.token({ claims: { aud: 'app-b' } }));
    expect(chosen.settings.name).toBe('b');
  });

  it('cannot be proven while their provider is away, and can as soon as it is back', async () => {
    const port = await freePort();
    const discovery_url = `http://127.0.0.1:${port}/.well-known/openid-configuration`;
    const away = new OpenIdProvider(readEntry(provider.entry({ discovery_url })), () => now);
    await expect(new TokenVerifier([away]).verify(await provider.token())).rejects.toThrow(ProviderUnavailableError);
    now += 6_000;
    Object.assign(away.settings, { discoveryUrl: `${provider.issuer}/.well-known/openid-configuration` });
    await expect(new TokenVerifier([away]).verify(await provider.token())).resolves.toBeDefined();
  });

  it('are taken by a key that the provider changed to, and no longer by the one before', async () => {
    const before = await provider.token();
    await verifier.verify(before);
    await provider.rotate('second');
    const after = await provider.token();
    await expect(verifier.verify(after)).rejects.toThrow(/knows no such key/);
    now += 31_000;
    await expect(verifier.verify(after)).resolves.toBeDefined();
    await expect(verifier.verify(before)).rejects.toThrow(/knows no such key/);
  });
});
