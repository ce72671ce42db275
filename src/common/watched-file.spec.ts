import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../test/support/eventually.js';
import { WatchedFile } from './watched-file.js';

describe('WatchedFile', () => {
  let directory: string;
  let path: string;
  let file: WatchedFile;
  let texts: string[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tom-watched-'));
    path = join(directory, 'file.yml');
    texts = [];
    await writeFile(path, 'first');
    file = new WatchedFile(path, { onText: (text) => texts.push(text), onUnreadable: () => texts.push('unreadable') });
    await file.start();
  });

  afterEach(async () => {
    await file.stop();
    await rm(directory, { recursive: true });
  });

  it('takes what is written right after another change', async () => {
    await writeFile(path, 'second');
    // The time that a program takes between two parts of a file.
    await new Promise((resolve) => setTimeout(resolve, 20));
    await writeFile(path, 'third');

    await eventually(() => texts.at(-1) === 'third');
  });

  it('keeps the file that came last when an earlier and longer one is still being read', async () => {
    const long = 'x'.repeat(64 * 1024 * 1024);
    await writeFile(`${path}.long`, long);
    await writeFile(`${path}.short`, 'short');
    await rename(`${path}.long`, path);
    await eventually(() => texts.length > 0);
    await rename(`${path}.short`, path);

    await eventually(() => texts.at(-1) === 'short');
  });
});
