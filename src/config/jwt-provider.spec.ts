import { jwtProviderList, type JwtProvider } from './jwt-provider.js';

function read(entry: Record<string, unknown>): JwtProvider {
  const [provider] = jwtProviderList.parse([entry]) ?? [];
  if (provider === undefined) throw new Error('it is no list of providers');
  return provider;
}

const DISCOVERY = 'https://login.example.com/.well-known/openid-configuration';
const TENANT = '11111111-2222-3333-4444-555555555555';

describe('an entry of jwt_providers', () => {
  it('needs little', () => {
    const provider = read({ name: 'corp', client_id: 'tom', discovery_url: DISCOVERY });
    expect(provider).toMatchObject({
      type: 'oidc',
      isEnabled: true,
      audience: ['tom'],
      leewaySeconds: 30,
      roleClaims: ['groups', 'roles'],
      oauthTestScopes: ['openid', 'email', 'profile'],
      faults: [],
    });
  });

  it('knows where Google and Entra describe themselves', () => {
    const google = read({ name: 'g', type: 'Google', client_id: 'tom' });
    expect([google.discoveryUrl, google.faults]).toEqual([
      'https://accounts.google.com/.well-known/openid-configuration',
      [],
    ]);
    const entra = read({ name: 'e', type: 'entra', client_id: 'tom', tenant_id: TENANT });
    expect(entra.discoveryUrl).toBe(
      `https://login.microsoftonline.com/${TENANT}/v2.0/.well-known/openid-configuration`,
    );
    expect([entra.allowedTenants, entra.faults]).toEqual([[TENANT], []]);
  });

  it('takes one audience and several', () => {
    const entry = { name: 'c', client_id: 'tom', discovery_url: DISCOVERY };
    expect(read({ ...entry, audience: 'a' }).audience).toEqual(['a']);
    expect(read({ ...entry, audience: ['a', 'b'] }).audience).toEqual(['a', 'b']);
  });

  it('comes from the environment as JSON', () => {
    const text = JSON.stringify([{ name: 'corp', client_id: 'tom', discovery_url: DISCOVERY }]);
    expect(jwtProviderList.parse(text)?.[0]?.name).toBe('corp');
    expect(jwtProviderList.parse('corp')).toBeUndefined();
    expect(jwtProviderList.parse(['corp'])).toBeUndefined();
  });

  it.each([
    [{ client_id: 'tom', discovery_url: DISCOVERY }, 'provider number 1 needs a name'],
    [{ name: 'c', discovery_url: DISCOVERY }, 'provider c needs client_id'],
    [{ name: 'c', client_id: 'tom' }, 'provider c needs discovery_url'],
    [{ name: 'c', type: 'entra', client_id: 'tom' }, 'provider c needs tenant_id or discovery_url'],
    [
      { name: 'c', type: 'okta', client_id: 'tom', discovery_url: DISCOVERY },
      'provider c has the unknown type "okta"; it is one of google, entra, duo, oidc',
    ],
    [
      { name: 'c', client_id: 'tom', discovery_url: 'http://login.example.com/x' },
      'provider c has a discovery_url that is no https address; http is for the loopback alone',
    ],
    [
      { name: 'c', client_id: 'tom', discovery_url: DISCOVERY, audiense: 'x' },
      'provider c has the unknown field "audiense"; did you mean "audience"?',
    ],
    [
      { name: 'c', client_id: 'tom', discovery_url: DISCOVERY, leeway_seconds: 301 },
      'provider c has a leeway_seconds that is not between 0 and 300',
    ],
    [
      { name: 'c', client_id: 'tom', discovery_url: DISCOVERY, role_map: { ops: 'root' } },
      'provider c maps "ops" to a role that there is not',
    ],
    [
      { name: 'c', client_id: 5, discovery_url: DISCOVERY },
      'provider c has a client_id that is no text (put it in quotes)',
    ],
    [
      { name: 'c', type: 'entra', client_id: 'tom', tenant_id: 'common' },
      'provider c takes users of every tenant: set tenant_id to your own, or name those you take in allowed_tenants',
    ],
  ])('says what is wrong with %j', (entry, fault) => {
    expect(read(entry).faults).toContain(fault);
  });
});
