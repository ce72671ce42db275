import { Secret } from '../../src/common/secret.js';
import type { Credential } from '../../src/modules/credentials/credential.types.js';
import { DeviceClient } from '../support/device-client.js';
import { describeWith } from '../support/requirements.js';
import { SshAgent } from '../support/ssh-agent.js';
import {
  authorizeKey,
  certifiedKeyOf,
  createSystemUser,
  expirePassword,
  passwordHash,
  removeSystemUser,
  Sshd,
  type SystemUser,
} from '../support/sshd.js';

describeWith(['sshd', 'ssh-agent', 'root with CI=true'], 'log-in to OpenSSH', () => {
  let sshd: Sshd;
  let user: SystemUser;

  beforeAll(async () => {
    [sshd, user] = await Promise.all([Sshd.start(), createSystemUser('/bin/bash')]);
  });
  afterAll(async () => {
    await sshd.stop();
    await removeSystemUser(user);
  });

  const whoAmI = async (credential: Partial<Credential>) => {
    const client = await DeviceClient.of({ server: sshd, user, driver: 'linux', credential });
    return client.send('whoami').finally(() => client.stop());
  };

  const KEYS = [
    { type: 'ed25519', format: 'RFC4716', begins: '-----BEGIN OPENSSH PRIVATE KEY-----' },
    { type: 'ecdsa', format: 'RFC4716', begins: '-----BEGIN OPENSSH PRIVATE KEY-----' },
    { type: 'rsa', format: 'RFC4716', begins: '-----BEGIN OPENSSH PRIVATE KEY-----' },
    { type: 'ecdsa', format: 'PEM', begins: '-----BEGIN EC PRIVATE KEY-----' },
    { type: 'rsa', format: 'PEM', begins: '-----BEGIN RSA PRIVATE KEY-----' },
    { type: 'ecdsa', format: 'PKCS8', begins: '-----BEGIN ' },
    { type: 'rsa', format: 'PKCS8', begins: '-----BEGIN ' },
    { type: 'ed25519', format: 'PKCS8', begins: '-----BEGIN (?:ENCRYPTED )?PRIVATE KEY-----' },
  ];

  describe.each(['', 'pl4nted phrase'])('with a key whose passphrase is %j', (passphrase) => {
    it.each(KEYS)('takes $type in the format $format', async ({ begins, ...kind }) => {
      const text = await authorizeKey(user, passphrase, kind);
      expect(text).toMatch(new RegExp(`^${begins}`));
      const privateKey = { key: new Secret(text), passphrase: passphrase === '' ? undefined : new Secret(passphrase) };
      expect(await whoAmI({ password: undefined, privateKey })).toBe(user.username);
    });
  });

  it.each(KEYS)('says that the passphrase of $type ($format) is wrong or missing, and shows neither', async (kind) => {
    const key = new Secret(await authorizeKey(user, 'pl4nted phrase', kind));
    const wrong = whoAmI({ password: undefined, privateKey: { key, passphrase: new Secret('pl4nted-wr0ng') } });
    await expect(wrong).rejects.toThrow(/private key of credential ".*" cannot be used: its passphrase is wrong/);
    const missing = whoAmI({ password: undefined, privateKey: { key } });
    await expect(missing).rejects.toThrow(/it is encrypted; add its passphrase to the credential/);
    for (const refusal of [wrong, missing]) await expect(refusal).rejects.not.toThrow('pl4nted');
  });

  it('takes a key of an agent', async () => {
    const agent = await SshAgent.start(await authorizeKey(user));
    expect(await whoAmI({ password: undefined, agentSocket: agent.socket })).toBe(user.username);
    await agent.stop();
  });

  it.each(['ed25519', 'rsa'])('takes a certificate of an %s key', async (type) => {
    const { key, certificate, authority } = await certifiedKeyOf(user, type);
    const trusting = await Sshd.start([`TrustedUserCAKeys ${authority}`]);
    const privateKey = { key: new Secret(key), certificate };
    const credential = { password: undefined, privateKey };
    const client = await DeviceClient.of({ server: trusting, user, driver: 'linux', credential });
    expect(await client.send('whoami')).toBe(user.username);
    await client.stop();
    await trusting.stop();
  });

  it('takes the password after a key that it does not know', async () => {
    const stranger = await createSystemUser('/bin/sh');
    const key = new Secret(await authorizeKey(stranger));
    expect(await whoAmI({ privateKey: { key } })).toBe(user.username);
    await expect(whoAmI({ privateKey: { key }, password: undefined })).rejects.toThrow(/rejects the key of user/);
    await removeSystemUser(stranger);
  });
});

describeWith(['sshd', 'root with CI=true'], 'an account of OpenSSH whose password has expired', () => {
  it.each([
    ['password', ['UsePAM yes']],
    ['keyboard-interactive', ['UsePAM yes', 'PasswordAuthentication no', 'KbdInteractiveAuthentication yes']],
  ])('is never changed by log-in by %s', async (_, settings) => {
    const [sshd, user] = await Promise.all([Sshd.start(settings), createSystemUser('/bin/bash')]);
    await expirePassword(user);
    const before = await passwordHash(user);
    const client = await DeviceClient.of({ server: sshd, user, driver: 'linux' });
    await expect(client.send('id')).rejects.toMatchObject({
      name: 'PasswordChangeRequiredError',
      kind: 'auth',
      stage: 'authenticate',
    });
    expect(await passwordHash(user)).toBe(before);
    await client.stop();
    await sshd.stop();
    await removeSystemUser(user);
  });
});
