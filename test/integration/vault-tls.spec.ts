import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '../../src/common/secret.js';
import { VaultCredentialsSettings } from '../../src/config/plugins/vault-credentials.settings.js';
import { VaultCredentialProvider } from '../../src/modules/credentials/adapters/vault.credential-provider.js';
import { describeWith } from '../support/requirements.js';
import { VaultServer } from '../support/vault-server.js';

describeWith(['openssl'], 'VaultCredentialProvider over TLS', () => {
  let folder: string;
  let vault: VaultServer;
  const file = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tom-vault-'));
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', file('key')];
    const name = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync('openssl', ['req', '-x509', '-days', '2', ...key, '-out', file('ca.pem'), ...name], {
      stdio: 'ignore',
    });
    const options = { cert: readFileSync(file('ca.pem')), key: readFileSync(file('key')) };
    vault = await VaultServer.start(() => createServer(options));
    vault.put('credentials/lab', { username: 'admin', password: 'x' });
  });
  afterAll(async () => {
    await vault.stop();
    rmSync(folder, { recursive: true });
  });

  const over = (changes: { caFile?: string; verifySsl?: boolean }): VaultCredentialProvider => {
    const address = { url: vault.url.replace('http:', 'https:'), token: new Secret(vault.token()) };
    return new VaultCredentialProvider(Object.assign(new VaultCredentialsSettings(), address, changes));
  };

  it('checks the certificate against the authority of the settings', async () => {
    expect((await over({ caFile: file('ca.pem') }).get('lab')).username).toBe('admin');
    await expect(over({}).get('lab')).rejects.toThrow(/^credential store unreachable: .*DEPTH_ZERO_SELF_SIGNED_CERT/);
    expect(vault.requests.filter((request) => request.includes('/data/'))).toHaveLength(1);
  });

  it('checks nothing where verify_ssl is off', async () => {
    expect((await over({ verifySsl: false }).get('lab')).username).toBe('admin');
  });

  it('names a file of authorities that cannot be read', async () => {
    await expect(over({ caFile: file('none.pem') }).get('lab')).rejects.toThrow(/plugin_vault_ca_file .*none\.pem/);
  });
});
