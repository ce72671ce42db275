import ssh2 from 'ssh2';
import { SshServer, type SshServerOptions } from '../../../../test/support/ssh-server.js';
import { Secret } from '../../../common/secret.js';
import type { Credential, PrivateKey } from '../../credentials/credential.types.js';
import { UnusableKeyError } from '../devices.errors.js';
import { SshTransport } from './ssh.transport.js';
import type { TransportConnection } from './transport.port.js';
import { hostKeyChecks } from '../../../../test/support/host-keys.js';

describe('SSH by key', () => {
  let server: SshServer | undefined;
  const connections: TransportConnection[] = [];

  afterEach(async () => {
    for (const connection of connections.splice(0)) connection.close();
    await server?.stop();
    server = undefined;
  });

  const connect = async (options: SshServerOptions, { credential }: { credential: Credential }) => {
    server = await SshServer.start(options);
    const connection = await new SshTransport(hostKeyChecks()).connect({
      host: server.host,
      port: server.port,
      protocol: 'ssh',
      credential,
      connectTimeoutMs: 5000,
      loginTimeoutMs: 5000,
      keepaliveMs: 0,
      algorithms: 'modern',
      hostKeyPolicy: 'off',
    });
    connections.push(connection);
    return connection;
  };

  const { private: key } = ssh2.utils.generateKeyPairSync('ed25519');
  const { private: encrypted } = ssh2.utils.generateKeyPairSync('ed25519', {
    passphrase: 'pl4nted-passphrase',
    cipher: 'aes256-ctr',
    rounds: 1,
  });
  const login = (privateKey: PrivateKey, password?: string) => ({
    credential: {
      id: 'lab',
      username: 'admin',
      privateKey,
      password: password === undefined ? undefined : new Secret(password),
    },
  });

  it('logs in', async () => {
    await connect({ methods: ['publickey'], publicKey: key }, login({ key: new Secret(key) }));
    expect(server?.attempts).toEqual(['none', 'publickey', 'publickey']);
  });

  it('logs in by an encrypted one', async () => {
    const privateKey = { key: new Secret(encrypted), passphrase: new Secret('pl4nted-passphrase') };
    const options = {
      methods: ['publickey'],
      publicKey: ssh2.utils.parseKey(encrypted, 'pl4nted-passphrase'),
    } as const;
    expect((await connect(options as SshServerOptions, login(privateKey))).isOpen).toBe(true);
  });

  it('tries the password after a key that is refused', async () => {
    await connect({ methods: ['publickey', 'password'] }, login({ key: new Secret(key) }, 'secret'));
    expect(server?.attempts).toEqual(['none', 'publickey', 'password']);
  });

  it('says what was refused', async () => {
    const attempt = connect({ methods: ['publickey', 'password'] }, login({ key: new Secret(key) }, 'other'));
    await expect(attempt).rejects.toThrow(/rejects the key and the password of user "admin" \(credential "lab"\)$/);
    await server?.stop();
    await expect(connect({ methods: ['password'] }, login({ key: new Secret(key) }))).rejects.toThrow(
      /offers no log-in by key \(it offers password\) to user/,
    );
  });

  it.each([
    ['is encrypted', { key: encrypted }, 'it is encrypted; add its passphrase to the credential'],
    ['has another passphrase', { key: encrypted, passphrase: 'pl4nted-wrong' }, 'its passphrase is wrong'],
    ['is none', { key: 'pl4nted-nonsense' }, 'it is of no kind that is known'],
    [
      'is a public one',
      { key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAcPDdWvbyu2L0xzVB5ZFtYCJEqNJjPLmhGFQCyzwrdU' },
      'it is a public key',
    ],
  ])('says of a key that it %s, and nothing of its content', async (_, given, reason) => {
    const passphrase = 'passphrase' in given ? new Secret(String(given.passphrase)) : undefined;
    const attempt = connect({}, login({ key: new Secret(given.key), passphrase }));
    await expect(attempt).rejects.toThrow(UnusableKeyError);
    await expect(attempt).rejects.toThrow(`the private key of credential "lab" cannot be used: ${reason}`);
    await expect(attempt).rejects.not.toThrow(/pl4nted|AAAA/);
    expect(server?.attempts).toEqual([]);
  });

  it('refuses a certificate of a kind that it cannot use, by name', async () => {
    const attempt = connect(
      {},
      login({ key: new Secret(key), certificate: 'ecdsa-sha2-nistp256-cert-v01@openssh.com AAAA' }),
    );
    await expect(attempt).rejects.toThrow(
      'its certificate is none of ssh-ed25519-cert-v01@openssh.com, ssh-rsa-cert-v01@openssh.com',
    );
  });

  it('says that the agent does not answer', async () => {
    const attempt = connect(
      { methods: ['publickey'] },
      { credential: { id: 'lab', username: 'admin', agentSocket: '/no/such/agent' } },
    );
    await expect(attempt).rejects.toThrow(/the SSH agent at \/no\/such\/agent of credential "lab" does not answer/);
  });
});
