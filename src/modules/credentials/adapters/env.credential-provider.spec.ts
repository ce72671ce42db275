import { Secret } from '../../../common/secret.js';
import { EnvCredentialProvider } from './env.credential-provider.js';

const PLANT = 'pl4nted-3nv';

function providerOf(variables: Readonly<Record<string, string>>): EnvCredentialProvider {
  return new EnvCredentialProvider(
    new Map(Object.entries(variables).map(([name, value]) => [name, new Secret(value)] as const)),
  );
}

describe('EnvCredentialProvider', () => {
  const provider = providerOf({
    lab_username: 'admin',
    lab_password: PLANT,
    core_1_username: 'tom',
    core_1_private_key: PLANT,
    core_1_passphrase: 'p',
    half_password: PLANT,
    wlc_username: 'admin',
    wlc_password: PLANT,
    wlc_answers: `{"code": "${PLANT}"}`,
    wlc_platforms: `cisco_wlc: {ssh_password: ${PLANT}}`,
    plugin: 'env',
  });

  it('gives user, password and key', async () => {
    expect((await provider.get('lab')).password?.reveal()).toBe(PLANT);
    expect((await provider.get('core_1')).privateKey?.passphrase?.reveal()).toBe('p');
  });

  it('finds an id by its letters and digits', async () => {
    expect((await provider.get('Core-1')).username).toBe('tom');
  });

  it('reads answers and what platforms need as YAML or JSON', async () => {
    const { answers, platforms } = await provider.get('wlc');
    expect(answers?.[0]?.answer.reveal()).toBe(PLANT);
    expect(platforms?.get('cisco_wlc')?.sshPassword?.reveal()).toBe(PLANT);
  });

  it('lists ids in order, and takes no other variable for one', async () => {
    expect(await provider.listIds()).toEqual(['core_1', 'half', 'lab', 'wlc']);
  });

  it('names what is missing, and nothing of its content', async () => {
    await expect(provider.get('lap')).rejects.toThrow(
      'credential "lap" is not in the environment: TOM_WORKER_CREDENTIAL_LAP_USERNAME is not set; did you mean "lab"?',
    );
    await expect(provider.get('half')).rejects.toThrow('credential "half" in the environment is incomplete: username');
    await expect(provider.get('half')).rejects.not.toThrow(PLANT);
  });
});
