import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SafeCredentialProvider } from '../../examples/tom-cmdb/src/safe-credentials.js';
import { Secret } from '../../src/common/secret.js';
import { EnvCredentialProvider } from '../../src/modules/credentials/adapters/env.credential-provider.js';
import { YamlCredentialProvider } from '../../src/modules/credentials/adapters/yaml.credential-provider.js';
import { credentialProviderContract } from '../../src/plugin-api/testing/credential-provider.contract.js';
import { SafeServer } from '../support/safe-server.js';
import { refusesWith } from '../support/source-server.js';

const SECRET = 'pl4nted-p4ssword';
const LOGINS = {
  lab: { username: 'ann', password: SECRET },
  robot: { username: 'bob', private_key: SECRET, secret: SECRET },
};
const KNOWN = { ids: Object.keys(LOGINS), secrets: [SECRET, 'pl4nted-t0ken'] };

describe('YAML', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tom-contract-'));
  const file = join(directory, 'creds.yml');
  const provider = new YamlCredentialProvider({ path: file, environment: 'development' });

  beforeAll(async () => {
    writeFileSync(file, JSON.stringify(LOGINS), { mode: 0o600 });
    await provider.start();
  });

  afterAll(async () => {
    await provider.stop();
    rmSync(directory, { recursive: true });
  });

  it.each(credentialProviderContract({ ...KNOWN, provider: () => provider }))('$name', ({ run }) => run());
});

describe('environment variables', () => {
  const variables = Object.entries(LOGINS).flatMap(([id, login]) =>
    Object.entries(login).map(([field, value]) => [`${id}_${field}`, new Secret(value)] as const),
  );
  const provider = new EnvCredentialProvider(new Map(variables));

  it.each(credentialProviderContract({ ...KNOWN, provider: () => provider }))('$name', ({ run }) => run());
});

describe('the safe of the example package', () => {
  const server = new SafeServer(LOGINS);
  beforeAll(() => server.start());
  afterAll(() => server.stop());

  const checks = credentialProviderContract({
    ...KNOWN,
    provider: () => new SafeCredentialProvider({ url: server.url, token: new Secret('pl4nted-t0ken'), timeout: 5_000 }),
    breakStore: () => void (server.fault = refusesWith(500)),
    mendStore: () => void (server.fault = undefined),
  });
  it.each(checks)('$name', ({ run }) => run());
});
