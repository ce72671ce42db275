import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import { Secret } from '../../src/common/secret.js';
import { Metrics } from '../../src/common/metrics/metrics.js';
import type { AuditEvent } from '../../src/modules/audit/audit-log.port.js';
import type { VaultCredentialProvider } from '../../src/modules/credentials/adapters/vault.credential-provider.js';
import { CredentialEvents } from '../../src/modules/credentials/credential-events.js';
import {
  CredentialNotFoundError,
  CredentialStoreError,
  CredentialStoreUnreachableError,
} from '../../src/modules/credentials/credentials.errors.js';
import { eventually } from '../support/eventually.js';
import { VaultServer } from '../support/vault-server.js';
import { VaultStores, type VaultChanges } from '../support/vault-stores.js';

const PLANT = 'pl4nted-v4ult';
const LOGIN = { username: 'admin', password: PLANT };

let stores: VaultStores;

beforeEach(() => (stores = new VaultStores()));
afterEach(() => stores.stop());

/** Vaults to be tested against: our own, and a real one whose address and token the environment gives. */
const VAULTS: [name: string, start: () => Promise<{ settings: VaultChanges; stop: () => Promise<unknown> }>][] = [
  [
    'the test server',
    async () => {
      const vault = await VaultServer.start();
      return { settings: { url: vault.url, token: new Secret(vault.token()) }, stop: () => vault.stop() };
    },
  ],
];
const { TOM_TEST_VAULT_ADDR: address, TOM_TEST_VAULT_TOKEN: adminToken } = process.env;
if (address !== undefined && adminToken !== undefined) {
  const settings = { url: address, token: new Secret(adminToken) };
  VAULTS.push([`Vault at ${address}`, async () => ({ settings, stop: async () => undefined })]);
}

describe.each(VAULTS)('VaultCredentialProvider at %s', (_, start) => {
  let vault: Awaited<ReturnType<typeof start>>;
  let provider: VaultCredentialProvider;
  const credentialPathPrefix = `tom-test/${randomBytes(4).toString('hex')}`;

  beforeAll(async () => (vault = await start()));
  afterAll(() => vault.stop());

  beforeEach(async () => {
    provider = stores.open({ ...vault.settings, credentialPathPrefix });
    await provider.start();
  });

  it('writes, gives, lists and removes credentials, also in folders', async () => {
    await provider.put('lab', { ...LOGIN, secret: 'up' });
    await provider.put('site a/core', LOGIN);
    expect(await provider.listIds()).toEqual(['lab', 'site a/core']);
    const credential = await provider.get('lab');
    expect(credential).toMatchObject({ id: 'lab', username: 'admin' });
    expect([credential.password?.reveal(), credential.enableSecret?.reveal()]).toEqual([PLANT, 'up']);
    expect((await provider.get('site a/core')).username).toBe('admin');
    expect(await provider.remove('lab')).toBe(true);
    expect(await provider.remove('lab')).toBe(false);
    await expect(provider.get('lab')).rejects.toThrow(CredentialNotFoundError);
    await provider.remove('site a/core');
    expect(await provider.listIds()).toEqual([]);
  });

  it('gives the latest of several versions', async () => {
    await provider.put('lab', { ...LOGIN, password: 'old' });
    await provider.put('lab', LOGIN);
    expect((await provider.get('lab')).password?.reveal()).toBe(PLANT);
    await provider.remove('lab');
  });

  it('says whether it can serve', async () => {
    await expect(provider.check()).resolves.toBeUndefined();
    const stranger = stores.open({ ...vault.settings, token: new Secret('hvs.pl4nted-wr0ng') });
    await expect(stranger.check()).rejects.toThrow('does not accept plugin_vault_token');
    await expect(stranger.get('lab')).rejects.not.toThrow('wr0ng');
  });
});

describe('VaultCredentialProvider', () => {
  let vault: VaultServer;

  beforeEach(async () => {
    vault = await VaultServer.start();
    vault.put('credentials/lab', LOGIN);
  });

  afterEach(async () => {
    await vault.stop();
    expect(stores.log).not.toMatch(/pl4nted/);
  });

  const byToken = (changes: VaultChanges = {}): VaultCredentialProvider =>
    stores.open({ url: vault.url, token: new Secret(vault.token()), timeoutMs: 10_000, ...changes });

  const byRole = (changes: VaultChanges = {}): VaultCredentialProvider => {
    const role = { roleId: new Secret(vault.roleId), secretId: new Secret(vault.secretId) };
    return stores.open({ url: vault.url, timeoutMs: 10_000, ...role, ...changes });
  };

  it('reads version 1 of the engine, another mount and another folder', async () => {
    vault.put('devices/lab', LOGIN, 'kv1');
    const provider = byToken({ kvVersion: 1, mount: 'kv1', credentialPathPrefix: '/devices/' });
    expect((await provider.get('lab')).password?.reveal()).toBe(PLANT);
    expect(await provider.listIds()).toEqual(['lab']);
  });

  it('logs in by AppRole once, however many ask, and revokes its token at the end', async () => {
    const provider = byRole();
    await Promise.all(Array.from({ length: 50 }, () => provider.get('lab')));
    expect(vault.logIns).toBe(1);
    await provider.stop();
    expect(vault.requests.at(-1)).toBe('POST auth/token/revoke-self');
  });

  it('works in a namespace', async () => {
    vault.namespace = 'network/';
    expect((await byRole({ namespace: 'network/' }).get('lab')).username).toBe('admin');
    await expect(byRole().get('lab')).rejects.toThrow('refuses the log-in');
  });

  it('renews a token before it ends', async () => {
    // A third of its life is left when it is renewed: more than a busy machine stands still.
    vault.life = { ttl: 7, isRenewable: true };
    const provider = byRole();
    await provider.get('lab');
    await eventually(() => vault.requests.filter((request) => request.endsWith('renew-self')).length >= 2);
    await provider.get('lab');
    expect(vault.logIns).toBe(1);
  });

  it.each([
    ['cannot be renewed', { ttl: 1 }],
    ['comes to the end of its longest life', { ttl: 2, maxTtl: 2, isRenewable: true }],
  ])('logs in anew when a token %s', async (_, life) => {
    vault.life = life;
    const provider = byRole();
    await provider.get('lab');
    await eventually(() => vault.logIns >= 2);
    await provider.get('lab');
  });

  it('logs in anew, once, when its token was revoked', async () => {
    const provider = byRole();
    await provider.get('lab');
    vault.revokeAll();
    await Promise.all(Array.from({ length: 20 }, () => provider.get('lab')));
    expect(vault.logIns).toBe(2);
  });

  it('says that a token has been revoked, and does not ask with it again and again', async () => {
    const provider = byToken();
    await provider.get('lab');
    vault.revokeAll();
    await expect(provider.get('lab')).rejects.toThrow(
      /Vault at .* does not accept plugin_vault_token: it has expired, was revoked, or may not look itself up/,
    );
    const asked = vault.requests.length;
    await expect(provider.get('lab')).rejects.toThrow(CredentialStoreError);
    expect(vault.requests).toHaveLength(asked);
  });

  it('falls back on AppRole when its token ends', async () => {
    const provider = byRole({ token: new Secret(vault.token()) });
    await provider.get('lab');
    expect(vault.logIns).toBe(0);
    vault.revokeAll();
    await provider.get('lab');
    expect(vault.logIns).toBe(1);
  });

  it('leaves a refused log-in alone, so that the role is not locked out', async () => {
    const provider = byRole({ secretId: new Secret('pl4nted-wr0ng') });
    for (let round = 0; round < 5; round++) {
      await expect(provider.get('lab')).rejects.toThrow(/refuses the log-in with plugin_vault_role_id .*status 400/);
    }
    expect(vault.logIns).toBe(1);
  });

  it('tells metrics and audit of log-ins, renewals and refusals, and no secret', async () => {
    const metrics = new Metrics();
    const recorded: AuditEvent[] = [];
    const events = new CredentialEvents(metrics, {
      record: (event) => recorded.push(event),
      stored: async () => undefined,
    });
    vault.life = { ttl: 2, isRenewable: true };
    const role = { url: vault.url, roleId: new Secret(vault.roleId) };
    const provider = stores.open({ ...role, secretId: new Secret(vault.secretId) }, events);
    await provider.get('lab');
    const told = (): string[] => recorded.map(({ action, outcome }) => `${action} ${outcome}`);
    await eventually(() => told().includes('credential_store.renewal completed'));
    await expect(stores.open({ ...role, secretId: new Secret('pl4nted-wr0ng') }, events).get('lab')).rejects.toThrow();
    const detail = { store: `Vault at ${vault.url}` };
    expect(recorded).toEqual(recorded.map(({ action, outcome }) => ({ action, outcome, detail })));
    expect(told()[0]).toBe('credential_store.log_in completed');
    expect(told()).toContain('credential_store.log_in refused');
    expect(await metrics.text()).toContain('tom_credential_store_logins_total{action="log_in",outcome="refused"} 1');
  });

  it('says which path the policy denies, and serves the others', async () => {
    const provider = byToken();
    vault.put('credentials/other', LOGIN);
    vault.denied.add('secret/data/credentials/lab');
    await expect(provider.get('lab')).rejects.toThrow(/denies permission to read secret\/data\/credentials\/lab/);
    expect((await provider.get('other')).username).toBe('admin');
  });

  it('says that the version was deleted', async () => {
    vault.deleteVersion('credentials/lab');
    await expect(byToken().get('lab')).rejects.toThrow(
      /credential "lab" is not in Vault .*version 1 was deleted at 2026-01-31T12:00:00Z/,
    );
  });

  it.each([
    [{ password: PLANT }, 'username must be a text that is not empty'],
    [{ username: 'admin' }, 'password is missing'],
    [{ username: 'admin', private_key_file: `/${PLANT}` }, 'private_key is missing'],
  ])('names the missing field of %j, and nothing of its content', async (fields, message) => {
    vault.put('credentials/half', fields);
    const refusal = byToken().get('half');
    await expect(refusal).rejects.toThrow(`credential "half" in Vault at ${vault.url} is incomplete: ${message}`);
    await expect(refusal).rejects.not.toThrow(PLANT);
  });

  it.each(['../other', 'a//b', 'a/../b', '', 'a\nb'])('looks up no id such as %j', async (id) => {
    await expect(byToken().get(id)).rejects.toThrow('can be in no store');
    expect(vault.requests.filter((request) => request.includes('secret/'))).toEqual([]);
  });

  it.each([false, true])('lists more ids than fit a page (pages of the server: %s)', async (hasPages) => {
    vault.hasPages = hasPages;
    for (let index = 0; index < 2_500; index++) vault.put(`credentials/r${index}`, LOGIN);
    const ids = await byToken().listIds();
    expect(new Set(ids).size).toBe(2_501);
    expect(vault.requests.filter((request) => request.startsWith('LIST'))).toHaveLength(hasPages ? 3 : 1);
  });

  it.each([
    [503, 'it is sealed or under maintenance', 10_000],
    [429, 'it is asked too often', 10_000],
    [0, 'no answer within 0.5 s', 500],
  ])(
    'asks a bounded number of times when Vault answers with %d, then leaves it alone for a while',
    async (fault, why, timeoutMs) => {
      const provider = byToken({ timeoutMs });
      vault.fault = fault;
      await expect(provider.get('lab')).rejects.toThrow(
        new RegExp(`^credential store unreachable: Vault at .*: ${why} \\(asked 3 times\\)`),
      );
      await expect(provider.get('lab')).rejects.toThrow(/asked again in a moment/);
      vault.fault = undefined;
      await eventually(() =>
        provider.get('lab').then(
          () => true,
          () => false,
        ),
      );
    },
  );

  it('rides out a fault that passes', async () => {
    const provider = byToken();
    await provider.get('lab');
    vault.fault = 503;
    const asked = provider.get('lab');
    await eventually(() => vault.requests.filter((request) => request.includes('/data/')).length >= 2);
    vault.fault = undefined;
    expect((await asked).username).toBe('admin');
  });

  it('starts without Vault, and logs in once when it is there', async () => {
    await vault.stop();
    const provider = byRole();
    await provider.start();
    await expect(provider.get('lab')).rejects.toThrow(/^credential store unreachable: .*ECONNREFUSED/);
    await vault.resume();
    await eventually(async () => {
      const answers = await Promise.allSettled(Array.from({ length: 20 }, () => provider.get('lab')));
      return answers.every(({ status }) => status === 'fulfilled');
    });
    expect(vault.logIns).toBe(1);
  });

  it('shows no token and no secret id in an error of the network', async () => {
    await vault.stop();
    const provider = byRole({ token: new Secret('hvs.pl4nted-t0ken') });
    const error: unknown = await provider.get('lab').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(CredentialStoreUnreachableError);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(/pl4nted/);
  });
});
