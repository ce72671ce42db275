import { AccessSettings } from '../../../config/groups/access.settings.js';
import { SsoSettings } from '../../../config/groups/sso.settings.js';
import { jwtProviderList, type JwtProvider } from '../../../config/jwt-provider.js';
import { SettingsError } from '../../../config/settings.errors.js';
import { CallerRights } from '../caller-rights.js';
import { issuersOf } from './issuer-rules.js';
import { UserAdmission } from './user-admission.js';
import { addressOf, textsAt, userOf } from './user-claims.js';

const TENANT = '11111111-2222-3333-4444-555555555555';
const OTHER = '99999999-2222-3333-4444-555555555555';

function providerOf(entry: Record<string, unknown>): JwtProvider {
  const [provider] =
    jwtProviderList.parse([{ name: 'corp', client_id: 'tom', discovery_url: 'https://x.example/', ...entry }]) ?? [];
  if (provider === undefined) throw new Error('it is no provider');
  return provider;
}

describe('issuers of a token', () => {
  const template = 'https://login.microsoftonline.com/{tenantid}/v2.0';

  it('are the one that the provider names', () => {
    expect(issuersOf(providerOf({}), 'https://x.example', TENANT)).toEqual(['https://x.example']);
  });

  it('are two spellings of Google', () => {
    const issuers = issuersOf(providerOf({ type: 'google' }), 'https://accounts.google.com', undefined);
    expect(issuers).toEqual(['https://accounts.google.com', 'accounts.google.com']);
  });

  it('are those of the allowed tenants where Entra serves many', () => {
    const entra = providerOf({ type: 'entra', tenant_id: 'common', allowed_tenants: [TENANT.toUpperCase()] });
    expect(issuersOf(entra, template, TENANT)).toEqual([
      `https://login.microsoftonline.com/${TENANT}/v2.0`,
      `https://sts.windows.net/${TENANT}/`,
    ]);
    for (const tenant of [OTHER, undefined, 5, '', `${TENANT}/x`, '{tenantid}']) {
      expect(issuersOf(entra, template, tenant)).toEqual([]);
    }
  });
});

describe('the user of a token', () => {
  const claims = { sub: 's', email: 'e@example.com', email_verified: true, upn: 'u@x', preferred_username: 'p' };

  it.each([
    ['google', claims, 'e@example.com'],
    ['google', { ...claims, email_verified: undefined }, 's'],
    ['google', { ...claims, email_verified: false }, 's'],
    ['duo', claims, 'p'],
    ['entra', { ...claims, preferred_username: undefined }, 'u@x'],
    ['oidc', { ...claims, preferred_username: '' }, 'e@example.com'],
    ['oidc', { email: 'e@x', email_verified: 'false', sub: 's' }, 's'],
    ['oidc', { email: 'E@x', preferred_username: 'e@X', email_verified: false, sub: 's' }, 's'],
    ['oidc', { sub: 5 }, undefined],
    ['oidc', { sub: 'x'.repeat(400) }, undefined],
  ])('of type %s by %j is %s', (type, given, user) => {
    expect(userOf(providerOf({ type, tenant_id: TENANT }), given)).toBe(user);
  });

  it('is named by the claims that the settings name', () => {
    expect(userOf(providerOf({ identifier_claims: ['employee', 'sub'] }), { sub: 's', employee: 'e17' })).toBe('e17');
  });

  it('has the first address that is one', () => {
    const provider = providerOf({});
    expect(addressOf(provider, { email: 'a@b', email_verified: false, preferred_username: 'p@q' })).toBe('p@q');
    expect(addressOf(provider, { preferred_username: 'p', upn: 'u@x' })).toBe('u@x');
    expect(addressOf(provider, { sub: 'a@b' })).toBeUndefined();
  });

  it('has no address that its provider says is not verified, by whatever claim it comes', () => {
    const claims = { email: 'boss@x', preferred_username: 'Boss@x', upn: 'boss@X', sub: 's', email_verified: false };
    expect(addressOf(providerOf({}), claims)).toBeUndefined();
    expect(userOf(providerOf({ identifier_claims: ['upn', 'sub'] }), claims)).toBe('s');
  });

  it('has claims at paths', () => {
    expect(textsAt({ realm_access: { roles: ['a', 5, 'b'] } }, 'realm_access.roles')).toEqual(['a', 'b']);
    expect(textsAt({ 'https://x/roles': 'a' }, 'https://x/roles')).toEqual(['a']);
    expect(textsAt({}, 'constructor.name')).toEqual([]);
  });
});

describe('who is let in', () => {
  const admission = (settings: Partial<SsoSettings>): UserAdmission =>
    new UserAdmission(Object.assign(new SsoSettings(), settings));

  it('is everybody without a list', () => {
    expect(admission({}).isAllowed('x', undefined)).toBe(true);
  });

  it.each([
    [{ allowedUsers: ['Alice@Example.com'] }, 'alice@example.COM', undefined, true],
    [{ allowedUsers: ['alice'] }, 'bob', 'alice', false],
    [{ allowedDomains: ['Example.com'] }, 'bob', 'bob@EXAMPLE.com', true],
    [{ allowedDomains: ['example.com'] }, 'bob', 'bob@sub.example.com', false],
    [{ allowedDomains: ['example.com'] }, 'bob', 'bob@example.com@evil.example', false],
    [{ allowedDomains: ['example.com'] }, 'example.com', undefined, false],
    [{ allowedUserRegex: ['^NETOPS-'] }, 'netops-7', undefined, true],
    [{ allowedUserRegex: ['@example\\.com$'] }, 'x', 'Y@Example.com', true],
    [{ allowedUserRegex: ['^z'] }, 'x', 'y@z', false],
    [{ allowedUsers: ['a'], allowedDomains: ['b.example'], allowedUserRegex: ['^c'] }, 'carl', undefined, true],
  ])('by %j is %s with %s: %s', (settings, user, address, expected) => {
    expect(admission(settings).isAllowed(user, address)).toBe(expected);
  });

  it.each(['(', '(a+)+$', '(x*)*y'])('is not decided by %j', (pattern) => {
    const decide = (): boolean => admission({ allowedUserRegex: [pattern] }).isAllowed('a'.repeat(300), undefined);
    try {
      expect(decide()).toBe(pattern === '(a+)+$');
    } catch (error) {
      expect(error).toBeInstanceOf(SettingsError);
    }
  });
});

describe('what a caller is given', () => {
  const rights = (settings: Partial<AccessSettings>): CallerRights =>
    new CallerRights(Object.assign(new AccessSettings(), settings));
  const user = (entry: Record<string, unknown>, claims: Record<string, unknown>) => ({
    provider: providerOf(entry),
    user: 'alice',
    address: 'alice@example.com',
    claims,
  });

  it.each<[Partial<AccessSettings>, Record<string, unknown>, Record<string, unknown>, string]>([
    [{}, {}, {}, 'admin'],
    [{ defaultRole: 'operator' }, {}, {}, 'operator'],
    [{ userRoles: { bob: 'admin' } }, {}, {}, 'viewer'],
    [{}, { role_map: { ops: 'operator' } }, {}, 'viewer'],
    [{}, { role_map: { ops: 'operator', eng: 'configurator' } }, { groups: ['ops', 'eng', 'x'] }, 'configurator'],
    [{}, { role_map: { ops: 'operator' }, role_claims: ['a.b'] }, { a: { b: 'ops' } }, 'operator'],
    [{ userRoles: { alice: 'viewer' } }, { role_map: { ops: 'operator' } }, { groups: ['ops'] }, 'viewer'],
    [{ userRoles: { '@example.com': 'configurator' } }, {}, {}, 'configurator'],
    [{}, { role_map: { ops: 'operator' } }, { groups: ['constructor', '__proto__'] }, 'viewer'],
  ])('by %j, %j and %j is %s', (settings, entry, claims, role) => {
    expect(rights(settings).ofSsoUser(user(entry, claims)).role).toBe(role);
  });

  it('is everything with a key of the settings that says nothing else', () => {
    expect(rights({ userRoles: { bob: 'viewer' } }).ofName('robot')).toEqual({ role: 'admin', devices: null });
    expect(rights({ userDevices: { robot: ['ams-*'] } }).ofName('Robot').devices).toEqual(['ams-*']);
  });
});
