import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scaled } from '../../../../test/support/scale.js';
import { FilesCredentialProvider } from './files.credential-provider.js';

describe('FilesCredentialProvider, while Kubernetes swaps the files', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tom-swapped-'));
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  /** As the kubelet does it: a folder of the new files, a link that is replaced in one step, and the old folder goes. */
  async function swap(number: number): Promise<void> {
    const lab = join(directory, 'lab');
    await mkdir(join(lab, `..${number}`));
    for (const field of ['username', 'password']) await writeFile(join(lab, `..${number}`, field), `${field}${number}`);
    await symlink(`..${number}`, join(lab, '..draft'));
    await rename(join(lab, '..draft'), join(lab, '..data'));
    await rm(join(lab, `..${number - 1}`), { recursive: true, force: true });
  }

  it('gives the old log-in or the new one, never half of each', async () => {
    await mkdir(join(directory, 'lab'));
    await swap(0);
    for (const field of ['username', 'password']) await symlink(`..data/${field}`, join(directory, 'lab', field));
    const store = new FilesCredentialProvider(directory);
    let isOver = false;
    const reading = (async () => {
      const seen: string[] = [];
      while (!isOver) {
        const { username, password } = await store.get('lab');
        seen.push(`${username.slice('username'.length)} ${password?.reveal().slice('password'.length)}`);
      }
      return seen;
    })();
    for (let number = 1; number <= scaled(2_000); number++) await swap(number);
    isOver = true;

    const mixed = (await reading).filter((pair) => new Set(pair.split(' ')).size > 1);
    expect(mixed).toEqual([]);
  });
});
