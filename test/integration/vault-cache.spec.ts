import { Metrics } from '../../src/common/metrics/metrics.js';
import { Secret } from '../../src/common/secret.js';
import { CachedCredentialProvider } from '../../src/modules/credentials/adapters/cached.credential-provider.js';
import type { VaultCredentialProvider } from '../../src/modules/credentials/adapters/vault.credential-provider.js';
import { WatchedCredentialProvider } from '../../src/modules/credentials/adapters/watched.credential-provider.js';
import { CredentialEvents } from '../../src/modules/credentials/credential-events.js';
import {
  CredentialNotFoundError,
  CredentialStoreUnreachableError,
} from '../../src/modules/credentials/credentials.errors.js';
import { eventually } from '../support/eventually.js';
import { VaultServer } from '../support/vault-server.js';
import { VaultStores, type VaultChanges } from '../support/vault-stores.js';

const PLANT = 'pl4nted-v4ult';
const LOGIN = { username: 'admin', password: PLANT };

describe('what a worker keeps of Vault', () => {
  let vault: VaultServer;
  let stores: VaultStores;

  beforeEach(async () => {
    stores = new VaultStores();
    vault = await VaultServer.start();
    vault.put('credentials/lab', LOGIN);
  });

  afterEach(async () => {
    await stores.stop();
    await vault.stop();
  });

  const byToken = (changes: VaultChanges = {}): VaultCredentialProvider =>
    stores.open({ url: vault.url, token: new Secret(vault.token()), timeoutMs: 10_000, ...changes });

  it('serves what it kept while Vault is away, and asks again after its time', async () => {
    const provider = new CachedCredentialProvider(byToken(), 3_000);
    await provider.get('lab');
    vault.fault = 503;
    expect((await provider.get('lab')).password?.reveal()).toBe(PLANT);
    await expect(provider.get('other')).rejects.toThrow(CredentialStoreUnreachableError);
    await eventually(() =>
      provider.get('lab').then(
        () => false,
        (error: unknown) => error instanceof CredentialStoreUnreachableError,
      ),
    );
  });

  it('is counted apart from what Vault was asked', async () => {
    const metrics = new Metrics();
    const events = new CredentialEvents(metrics);
    const asked = new WatchedCredentialProvider(byToken(), events);
    const provider = new CachedCredentialProvider(asked, 60_000, () => events.read('cached'));
    await provider.get('lab');
    await provider.get('lab');
    await expect(provider.get('nowhere')).rejects.toThrow(CredentialNotFoundError);
    vault.fault = 503;
    await expect(provider.get('other')).rejects.toThrow(CredentialStoreUnreachableError);
    const text = await metrics.text();
    for (const outcome of ['found', 'cached', 'missing', 'unreachable']) {
      expect(text).toContain(`tom_credential_reads_total{outcome="${outcome}"} 1`);
    }
    expect(text).toContain('tom_credential_read_seconds_count 3');
  });

  it('asks once for all who want the same', async () => {
    const provider = new CachedCredentialProvider(byToken(), 60_000);
    const given = await Promise.all(Array.from({ length: 100 }, () => provider.get('lab')));
    expect(vault.requests.filter((request) => request.includes('/data/'))).toHaveLength(1);
    expect(new Set(given.map(({ password }) => password)).size).toBe(100);
    expect(given[0]?.password?.reveal()).toBe(PLANT);
  });

  it('takes a changed password after a refusal', async () => {
    const provider = new CachedCredentialProvider(byToken(), 60_000);
    await provider.get('lab');
    vault.put('credentials/lab', { ...LOGIN, password: 'new' });
    expect((await provider.get('lab')).password?.reveal()).toBe(PLANT);
    provider.forget('lab');
    expect((await provider.get('lab')).password?.reveal()).toBe('new');
  });
});
