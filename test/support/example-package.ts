import { execFileSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transformFile } from '@swc/core';

const EXAMPLES = join(import.meta.dirname, '../../examples');

/** Builds a package of `examples`, packs it, and installs the tarball in a directory, as its users do. */
export async function installExample(name: string, directory: string): Promise<void> {
  const source = join(EXAMPLES, name);
  const build = join(directory, `build-${name}`);
  await mkdir(join(build, 'dist'), { recursive: true });
  await cp(join(source, 'package.json'), join(build, 'package.json'));
  for (const file of await readdir(join(source, 'src'))) {
    const { code } = await transformFile(join(source, 'src', file), {
      swcrc: false,
      jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    await writeFile(join(build, 'dist', file.replace(/\.ts$/, '.js')), code);
  }
  const options = { cwd: build, encoding: 'utf8' } as const;
  const [packed] = JSON.parse(execFileSync('npm', ['pack', '--json'], options)) as [{ filename: string }];
  await writeFile(join(directory, 'package.json'), '{"private": true}');
  const quiet = ['--offline', '--no-audit', '--no-fund', '--no-package-lock'];
  execFileSync('npm', ['install', ...quiet, join(build, packed.filename)], { cwd: directory, stdio: 'pipe' });
  await readFile(join(directory, 'node_modules/@acme', name, 'dist/index.js'));
  await rm(build, { recursive: true });
}
