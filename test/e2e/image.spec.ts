import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DockerfileParser, type Instruction } from 'dockerfile-ast';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/free-port.js';

const ROOT = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const isFullSize = process.env.TOM_TEST_SCALE === '1';

function read(name: string): string {
  return readFileSync(join(ROOT, name), 'utf8');
}

/** Instructions of one stage: what `COPY` and the others say. */
interface Step {
  readonly keyword: string;
  readonly text: string;
}

function toStep(instruction: Instruction): Step {
  const keyword = instruction.getKeyword();
  return { keyword, text: instruction.getTextContent().slice(keyword.length).trim() };
}

function stages(): Step[][] {
  const steps = DockerfileParser.parse(read('Dockerfile')).getInstructions().map(toStep);
  return steps.reduce<Step[][]>(
    (found, step) =>
      step.keyword === 'FROM' ? [...found, [step]] : [...found.slice(0, -1), [...(found.at(-1) ?? []), step]],
    [],
  );
}

describe('Dockerfile', () => {
  const [build = [], image = []] = stages();
  const of = (steps: readonly Step[], keyword: string): string[] =>
    steps.filter((step) => step.keyword === keyword).map(({ text }) => text);

  it('builds in one stage and runs in another, from a base with a version, as a user without rights', () => {
    expect(stages().length).toBe(2);
    expect([...of(build, 'FROM'), ...of(image, 'FROM')].every((from) => /^node:\d+-/.test(from))).toBe(true);
    expect(of(image, 'USER')).toEqual(['node']);
    expect(of(image, 'COPY').every((copy) => copy.startsWith('--from=build '))).toBe(true);
    expect(of(image, 'HEALTHCHECK').length).toBe(1);
  });

  it('copies files that are there and that .dockerignore lets through', () => {
    const sources = of(build, 'COPY').flatMap((copy) => copy.split(' ').slice(0, -1));
    const passed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    expect(sources.filter((source) => !existsSync(join(ROOT, source)))).toEqual([]);
    expect(sources.map((source) => `!${source}`).sort()).toEqual(passed.sort());
  });

  (isFullSize ? it : it.skip)(
    'makes, step by step in an empty directory, a Tom that is healthy (in full size alone)',
    async () => {
      const directory = await mkdtemp(join(tmpdir(), 'tom-image-'));
      try {
        for (const { keyword, text } of build) {
          if (keyword === 'COPY') await copy(text, directory);
          if (keyword === 'RUN') await run('sh', ['-ec', text], { cwd: directory });
        }
        await expectHealthy(directory, of(image, 'HEALTHCHECK')[0] ?? '');
      } finally {
        await rm(directory, { recursive: true, force: true });
      }
    },
    900_000,
  );
});

async function copy(text: string, directory: string): Promise<void> {
  const names = text.split(' ').slice(0, -1);
  const isWanted = (path: string): boolean => !path.endsWith('.spec.ts');
  for (const name of names) await cp(join(ROOT, name), join(directory, name), { recursive: true, filter: isWanted });
}

async function expectHealthy(directory: string, healthCheck: string): Promise<void> {
  const [command = '', ...args] = JSON.parse(healthCheck.slice(healthCheck.indexOf('['))) as string[];
  const env = { PATH: process.env.PATH, NODE_ENV: 'production', TOM_PORT: String(await freePort()) };
  const cwd = join(directory, 'empty');
  await mkdir(cwd);
  const tom = spawn(process.execPath, [join(directory, 'dist/main.js')], { cwd, env, stdio: 'inherit' });
  try {
    const isHealthy = (): Promise<boolean> =>
      run(command, args, { env }).then(
        () => true,
        () => false,
      );
    await eventually(isHealthy);
  } finally {
    tom.kill();
  }
}
