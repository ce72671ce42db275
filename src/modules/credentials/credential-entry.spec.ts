import { inspect } from 'node:util';
import { readCredentialEntry, readStoredEntry } from './credential-entry.js';
import { copyCredential, eraseCredential } from './credential-secrets.js';

const PLANT = 'pl4nted-entry';
const LOGIN = { username: 'admin', password: PLANT };

describe('an entry of a credential store', () => {
  it.each([
    [{ cisco_wlc: PLANT }, 'platforms: "cisco_wlc" must be a mapping'],
    [
      { cisco_wlc: { ssh_pasword: PLANT } },
      'platforms: "ssh_pasword" of "cisco_wlc" is none of secret, enable_username, ssh_username, ssh_password; did you mean "ssh_password"?',
    ],
    [{ cisco_wlc: { ssh_password: 5 } }, 'platforms: ssh_password of "cisco_wlc" must be a text that is not empty'],
    [PLANT, 'platforms must be a mapping from driver to what its devices need'],
  ])('is refused for platforms such as %j, and nothing of its content is told', (platforms, fault) => {
    const refusal = readCredentialEntry('lab', { ...LOGIN, platforms });
    expect(refusal).toContain(fault);
    expect(refusal).not.toContain(PLANT);
  });

  it('is copied and overwritten with every secret it has', () => {
    const fields = {
      ...LOGIN,
      secret: PLANT,
      private_key: PLANT,
      passphrase: PLANT,
      answers: { code: PLANT },
      platforms: { cisco_wlc: { ssh_username: 'outer', ssh_password: PLANT, secret: PLANT } },
    };
    const credential = readStoredEntry('lab', fields, 'a store');
    const copy = copyCredential(credential);
    expect(inspect(copy, { depth: 9, showHidden: true })).not.toContain(PLANT);
    eraseCredential(credential);
    const [wlc, own] = [copy, credential].map(({ platforms }) => platforms?.get('cisco_wlc'));
    expect(wlc).toMatchObject({ sshUsername: 'outer' });
    for (const secrets of [copy.password, copy.privateKey?.key, copy.answers?.[0]?.answer, wlc?.sshPassword]) {
      expect(secrets?.reveal()).toBe(PLANT);
    }
    for (const erased of [own?.sshPassword, own?.enableSecret, credential.answers?.[0]?.answer]) {
      expect(() => erased?.reveal()).toThrow('the secret was erased');
    }
  });
});
