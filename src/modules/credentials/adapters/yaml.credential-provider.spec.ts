import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { Logger } from '@nestjs/common';
import { eventually } from '../../../../test/support/eventually.js';
import { CredentialNotFoundError, CredentialStoreError } from '../credentials.errors.js';
import { YamlCredentialProvider } from './yaml.credential-provider.js';

const PLANT = 'pl4nted-p4ssword';

describe('YamlCredentialProvider', () => {
  let directory: string;
  let path: string;
  let provider: YamlCredentialProvider;
  let logged: unknown[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tom-credentials-'));
    path = join(directory, 'creds.yml');
    logged = [];
    for (const level of ['log', 'warn', 'error'] as const) {
      jest.spyOn(Logger.prototype, level).mockImplementation((...line: unknown[]) => void logged.push(line));
    }
    provider = new YamlCredentialProvider({ path, environment: 'development' });
  });

  afterEach(async () => {
    await provider.stop();
    jest.restoreAllMocks();
    await rm(directory, { recursive: true });
  });

  async function start(text: string): Promise<void> {
    await writeFile(path, text, { mode: 0o600 });
    await provider.start();
  }

  it('gives user, password and enable secret', async () => {
    await start(`lab: {username: admin, password: ${PLANT}, secret: up}\n`);
    const credential = await provider.get('lab');
    expect(credential).toMatchObject({ id: 'lab', username: 'admin' });
    expect(credential.password?.reveal()).toBe(PLANT);
    expect(credential.enableSecret?.reveal()).toBe('up');
    expect(inspect(credential, { depth: 9 })).not.toContain(PLANT);
  });

  it('gives key, passphrase, agent and answers', async () => {
    await start(
      `lab: {username: admin, private_key: ${PLANT}, passphrase: ${PLANT}, agent: /run/agent, answers: {code: ${PLANT}}}\n`,
    );
    const credential = await provider.get('lab');
    expect(credential.privateKey?.key.reveal()).toBe(PLANT);
    expect(credential.privateKey?.passphrase?.reveal()).toBe(PLANT);
    expect(credential.agentSocket).toBe('/run/agent');
    expect(credential.answers?.[0]?.question.test('Verification Code: ')).toBe(true);
    expect(credential.answers?.[0]?.answer.reveal()).toBe(PLANT);
    expect(credential.password).toBeUndefined();
    expect(inspect(credential, { depth: 9 }) + JSON.stringify(credential)).not.toContain(PLANT);
  });

  it('reads a key from a file beside the credential file, each time', async () => {
    await start('lab: {username: admin, private_key_file: id_lab, passphrase: p}\n');
    await expect(provider.get('lab')).rejects.toThrow(/credential "lab" .*private_key_file cannot be read: ENOENT/);
    for (const key of [PLANT, 'another']) {
      await writeFile(join(directory, 'id_lab'), key);
      expect((await provider.get('lab')).privateKey?.key.reveal()).toBe(key);
    }
  });

  it('lists ids in order', async () => {
    await start('b: {username: x, password: y}\na: {username: x, password: y}\n');
    expect(await provider.listIds()).toEqual(['a', 'b']);
  });

  it('names an unknown id and the nearest one', async () => {
    await start('lab_creds: {username: x, password: y}\n');
    await expect(provider.get('lab_cred')).rejects.toThrow(
      /credential "lab_cred" is not in .*; did you mean "lab_creds"\?/,
    );
  });

  it.each([
    [`lab: {password: ${PLANT}}`, 'username must be a text that is not empty'],
    ['lab: {username: admin}', 'password is missing (or private_key, private_key_file, agent)'],
    [
      `lab: {username: admin, passphrase: ${PLANT}}`,
      'private_key or private_key_file is missing: passphrase is for a key',
    ],
    [`lab: {username: admin, private_key: ${PLANT}, private_key_file: f}`, 'are both given; give one of them'],
    [`lab: {username: admin, private_key: [${PLANT}]}`, 'private_key must be a text'],
    [`lab: {username: admin, password: x, answers: {'code(': ${PLANT}}}`, 'answers: "code(" is no regular expression'],
    ['lab: {username: admin, password: x, answers: {code: 123456}}', 'the answer to "code" must be a text'],
    ['lab: {username: admin, password: 12345}', 'password must be a text (put a number in quotes)'],
    [`lab: ${PLANT}`, 'username must be a text that is not empty'],
  ])('names what is missing in "%s", and nothing of its content', async (text, message) => {
    await start(`${text}\nother: {username: x, password: y}\n`);
    const refusal = provider.get('lab');
    await expect(refusal).rejects.toThrow(CredentialNotFoundError);
    await expect(refusal).rejects.toThrow(message);
    await expect(refusal).rejects.not.toThrow(PLANT);
    expect((await provider.get('other')).username).toBe('x');
    expect(inspect(logged)).not.toContain(PLANT);
  });

  it('says that the file cannot be read, and not what stands in it', async () => {
    await start(`lab: {password: "${PLANT}\n`);
    const refusal = provider.get('lab');
    await expect(refusal).rejects.toThrow(CredentialStoreError);
    await expect(refusal).rejects.not.toThrow(PLANT);
    expect(inspect(logged)).not.toContain(PLANT);
  });

  it('takes a changed password', async () => {
    await start('lab: {username: admin, password: old}\n');
    await writeFile(path, 'lab: {username: admin, password: new}\n');
    await eventually(async () => (await provider.get('lab')).password?.reveal() === 'new');
  });

  it('warns outside development that the passwords lie in the clear', async () => {
    provider = new YamlCredentialProvider({ path, environment: 'production' });
    await start('lab: {username: admin, password: x}\n');
    expect(inspect(logged)).toContain('holds passwords in the clear');
  });

  it('takes a file that everybody can read with a warning where nobody says which environment it is', async () => {
    provider = new YamlCredentialProvider({ path, environment: 'unknown' });
    await writeFile(path, 'lab: {username: admin, password: x}', { mode: 0o644 });
    await provider.start();
    expect((await provider.get('lab')).username).toBe('admin');
    expect(inspect(logged)).toContain('every user of this machine can read');
  });

  it.each([
    [0o644, false],
    [0o640, true],
    [0o600, true],
  ])('in production takes a file of mode %d: %s', async (mode, isTaken) => {
    provider = new YamlCredentialProvider({ path, environment: 'production' });
    await writeFile(path, `lab: {username: admin, password: ${PLANT}}`, { mode });
    await provider.start();
    if (isTaken) {
      expect((await provider.get('lab')).username).toBe('admin');
      return;
    }
    await expect(provider.get('lab')).rejects.toThrow(/creds.yml is not taken: every user .* can read it: chmod o-r/);
    await expect(provider.check()).rejects.toThrow(CredentialStoreError);
  });
});
