import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Lab } from '../../src/lab/lab.js';
import { EmbeddedTom } from '../support/embedded-tom.js';

const execute = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const TOOLS = join(ROOT, 'node_modules/.bin');
const LOGIN = { username: 'admin', password: 'admin' };

/** What a user of the API may write; every name and type in it comes from the API's own document. */
const PROGRAM = `
import createClient from 'openapi-fetch';
import type { components, paths } from './api.js';

const client = createClient<paths>({ baseUrl: process.argv[2] ?? '' });
const { data, error } = await client.POST('/api/device/{device_name}/send_command', {
  params: { path: { device_name: 'r1' } },
  body: { command: 'show privilege', wait: true },
});
if (data === undefined) throw new Error(JSON.stringify(error));
const job: components['schemas']['JobResponse'] = data;
console.log(job.status, JSON.stringify(job.result));
`;

/** A field that has a default may be left out. */
const GENERATOR_OPTIONS = ['openapi.json', '-o', 'api.d.ts', '--default-non-nullable=false'];

const COMPILER_OPTIONS = [
  '--strict',
  '--noUncheckedIndexedAccess',
  '--skipLibCheck',
  '--module',
  'nodenext',
  '--target',
  'es2022',
];

/** What a program prints; the compiler prints its faults there, too. */
async function run(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { stdout } = await execute(program, args, { cwd }).catch((error: Error & { stdout?: string }) => {
    throw new Error(`${error.message}\n${error.stdout ?? ''}`);
  });
  return stdout;
}

describe('typed client made from the OpenAPI document', () => {
  let lab: Lab;
  let tom: EmbeddedTom;
  let directory: string;

  beforeAll(async () => {
    lab = await Lab.start({ devices: [{ name: 'r1', platform: 'cisco_ios', ...LOGIN }] });
    const devices = { r1: { port: lab.device('r1').port, adapter_driver: 'cisco_ios' } };
    tom = await EmbeddedTom.start({ devices, credentials: { lab: LOGIN } });
    // Inside the project, so that the program finds the packages that it imports.
    const cache = join(ROOT, 'node_modules/.cache');
    await mkdir(cache, { recursive: true });
    directory = await mkdtemp(join(cache, 'tom-client-'));
  });

  afterAll(async () => {
    await tom.stop();
    await lab.stop();
    await rm(directory, { recursive: true });
  });

  it('compiles strictly and runs a command', async () => {
    await writeFile(join(directory, 'openapi.json'), (await tom.client.get('/openapi.json')).text);
    await writeFile(join(directory, 'package.json'), '{"type": "module"}');
    await writeFile(join(directory, 'program.ts'), PROGRAM);
    await run(join(TOOLS, 'openapi-typescript'), GENERATOR_OPTIONS, directory);
    await run(join(TOOLS, 'tsc'), [...COMPILER_OPTIONS, '--types', 'node', 'program.ts'], directory);
    expect(await run(process.execPath, ['program.js', tom.client.base], directory)).toMatch(
      /^COMPLETE .*"show privilege":"Current privilege level is 15"/,
    );
  }, 120_000);
});
