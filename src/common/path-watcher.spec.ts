import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../test/support/eventually.js';
import { PathWatcher } from './path-watcher.js';

describe('PathWatcher', () => {
  let directory: string;
  let watcher: PathWatcher | undefined;
  let readings: string[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tom-path-'));
    readings = [];
  });

  afterEach(async () => {
    await watcher?.stop();
    await rm(directory, { recursive: true });
  });

  /** Watches a path and reads a file of it at every change, one time after the other. */
  async function follow(path: string, file = path): Promise<void> {
    let last: Promise<unknown> = Promise.resolve();
    const read = (): Promise<string> => readFile(file, 'utf8').catch(() => 'nothing');
    watcher = new PathWatcher(path, () => {
      last = last.then(async () => readings.push(await read()));
    });
    await watcher.start();
  }

  async function put(file: string, text: string): Promise<void> {
    await mkdir(join(directory, file, '..'), { recursive: true });
    await writeFile(join(directory, file), text);
  }

  /** Has a link lead elsewhere, in one step; what it led to stays. */
  async function link(target: string, name: string): Promise<void> {
    await symlink(target, join(directory, 'draft'));
    await rename(join(directory, 'draft'), join(directory, name));
  }

  const lastReading = (text: string) => eventually(() => readings.at(-1) === text);

  it('tells of a file whose link leads to another one now', async () => {
    await put('archive/cert1.pem', 'first');
    await put('archive/cert2.pem', 'second');
    await link('archive/cert1.pem', 'cert.pem');
    await follow(join(directory, 'cert.pem'));

    await link('archive/cert2.pem', 'cert.pem');
    await lastReading('second');

    await put('archive/cert2.pem', 'third');
    await lastReading('third');
  });

  it('tells of a folder whose link leads to another one now, and of what changes in that', async () => {
    await put('release1/file', 'first');
    await put('release2/file', 'second');
    await link('release1', 'current');
    await follow(join(directory, 'current'), join(directory, 'current', 'file'));

    await link('release2', 'current');
    await lastReading('second');

    await put('release2/file', 'third');
    await lastReading('third');
  });

  it('tells of a folder in whose place another one was put, and of what changes in that', async () => {
    await put('folder/file', 'first');
    await put('new/file', 'second');
    await follow(join(directory, 'folder'), join(directory, 'folder', 'file'));

    await rename(join(directory, 'folder'), join(directory, 'old'));
    await rename(join(directory, 'new'), join(directory, 'folder'));
    await lastReading('second');

    await put('folder/file', 'third');
    await lastReading('third');
  });

  it('tells of what comes, goes and comes again', async () => {
    await follow(join(directory, 'folder'), join(directory, 'folder', 'file'));

    await put('folder/file', 'first');
    await lastReading('first');
    await rm(join(directory, 'folder'), { recursive: true });
    await lastReading('nothing');
    await put('folder/file', 'second');
    await lastReading('second');
  });

  it('tells while changes go on without end', async () => {
    await put('file', 'first');
    await follow(join(directory, 'file'));
    let isOver = false;
    const writing = (async () => {
      for (let number = 0; !isOver; number++) {
        await put('file', `text ${number}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();

    await eventually(() => readings.length > 1);
    isOver = true;
    await writing;
    await lastReading(await readFile(join(directory, 'file'), 'utf8'));
  });
});
