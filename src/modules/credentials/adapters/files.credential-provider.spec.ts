import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CredentialNotFoundError, CredentialStoreError } from '../credentials.errors.js';
import { FilesCredentialProvider } from './files.credential-provider.js';

const PLANT = 'pl4nted-f1le';

describe('FilesCredentialProvider', () => {
  let directory: string;
  let provider: FilesCredentialProvider;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tom-secrets-'));
    provider = new FilesCredentialProvider(directory);
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(directory, name)), { recursive: true });
      await writeFile(join(directory, name), text);
    }
  }

  it('takes a folder with a file a field, without the line ends of editors', async () => {
    const key = '-----BEGIN KEY-----\nx\n-----END KEY-----\n';
    await write({ 'lab/username': 'admin\n', 'lab/password': `${PLANT}\n`, 'lab/private_key': key, 'lab/notes': 'x' });
    const credential = await provider.get('lab');
    expect([credential.username, credential.password?.reveal()]).toEqual(['admin', PLANT]);
    expect(credential.privateKey?.key.reveal()).toBe(key);
  });

  it('takes a file with all fields, as YAML or JSON, with or without an ending', async () => {
    await write({
      a: `username: admin\npassword: ${PLANT}\n`,
      'b.json': JSON.stringify({ username: 'admin', password: PLANT }),
      'c.yaml': `{username: admin, agent: /run/agent, answers: {code: ${PLANT}}}`,
    });
    for (const id of ['a', 'b']) expect((await provider.get(id)).password?.reveal()).toBe(PLANT);
    expect((await provider.get('c')).answers?.[0]?.answer.reveal()).toBe(PLANT);
    expect(await provider.listIds()).toEqual(['a', 'b', 'c']);
  });

  it('takes what Kubernetes swapped in, and lists none of its hidden folders', async () => {
    await write({ '..1/lab': 'username: admin\npassword: old\n', '..2/lab': 'username: admin\npassword: new\n' });
    await symlink('..1', join(directory, '..data'));
    await symlink('..data/lab', join(directory, 'lab'));
    expect((await provider.get('lab')).password?.reveal()).toBe('old');
    await symlink('..2', join(directory, '..data_tmp'));
    await rename(join(directory, '..data_tmp'), join(directory, '..data'));
    expect((await provider.get('lab')).password?.reveal()).toBe('new');
    expect(await provider.listIds()).toEqual(['lab']);
  });

  it('reads a key from a file beside the entries', async () => {
    await write({ 'lab.yml': 'username: admin\nprivate_key_file: .keys/lab\n', '.keys/lab': PLANT });
    expect((await provider.get('lab')).privateKey?.key.reveal()).toBe(PLANT);
    await rm(join(directory, '.keys/lab'));
    await expect(provider.get('lab')).rejects.toThrow(/private_key_file cannot be read: ENOENT/);
  });

  it('names what is missing, and nothing of its content', async () => {
    await write({ 'lab/password': PLANT, broken: `username: "${PLANT}` });
    await expect(provider.get('lab')).rejects.toThrow(/credential "lab" in .* is incomplete: username must be/);
    const broken = provider.get('broken');
    await expect(broken).rejects.toThrow(/credential "broken": .* is no mapping in YAML or JSON/);
    await expect(broken).rejects.not.toThrow(PLANT);
    await expect(provider.get('lap')).rejects.toThrow(/credential "lap" is not in .*; did you mean "lab"\?/);
  });

  it('leads nowhere outside of its directory', async () => {
    for (const id of ['../x', '..', 'a/../../x', '']) {
      await expect(provider.get(id)).rejects.toThrow(CredentialNotFoundError);
    }
  });

  it('says that the directory is not there', async () => {
    const nowhere = new FilesCredentialProvider(join(directory, 'none'));
    await expect(nowhere.check()).rejects.toThrow(CredentialStoreError);
    await expect(nowhere.get('lab')).rejects.toThrow(/directory of credentials .*none cannot be read: ENOENT/);
  });
});
