import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const DEPCRUISE = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

function cruise(directory: string): { status: number | null; output: string } {
  const result = spawnSync(process.execPath, [DEPCRUISE, '--config', '.dependency-cruiser.mjs', 'src'], {
    cwd: directory,
    encoding: 'utf8',
  });
  return { status: result.status, output: result.stdout + result.stderr };
}

/** Violations, each as file → what it imports, by the rule that has to find them. */
const PLANTED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'controller-touches-no-device': {
    'src/controller.module.ts': './modules/inventory/lookup.js',
    'src/modules/inventory/lookup.ts': '../devices/transport/ssh.transport.js',
    'src/modules/devices/transport/ssh.transport.ts': 'ssh2',
  },
  'worker-has-no-http': { 'src/worker.module.ts': './modules/jobs/api/jobs.controller.js' },
  'halves-only-through-app-module': { 'src/main.ts': './worker.module.js' },
  'halves-only-dynamically': { 'src/app.module.ts': './worker.module.js' },
  'ssh2-only-in-transport': { 'src/modules/jobs/worker/uses-ssh2.ts': 'ssh2' },
  'bull-only-in-job-adapters': { 'src/modules/jobs/uses-bull.ts': 'bull' },
  'redis-only-in-state-and-job-adapters': { 'src/modules/inventory/uses-redis.ts': 'ioredis' },
  'pure-code-imports-no-framework': { 'src/modules/devices/cli/uses-nest.ts': '@nestjs/common' },
  'modules-below-know-no-jobs': { 'src/modules/devices/uses-jobs.ts': '../jobs/api/jobs.controller.js' },
  'jobs-know-no-http': { 'src/modules/jobs/uses-api.ts': './api/jobs.controller.js' },
  'common-imports-no-module': { 'src/common/uses-module.ts': '../modules/jobs/api/jobs.controller.js' },
  'config-imports-common-only': { 'src/config/uses-module.ts': '../modules/jobs/api/jobs.controller.js' },
  'lab-shares-nothing-with-drivers': { 'src/lab/uses-module.ts': '../modules/jobs/api/jobs.controller.js' },
  'nothing-imports-the-lab': { 'src/modules/jobs/uses-lab.ts': '../../lab/uses-module.js' },
  'no-cycle': { 'src/common/a.ts': './b.js', 'src/common/b.ts': './a.js' },
};

describe('boundaries', () => {
  let planted: string;
  let found: { status: number | null; output: string };

  beforeAll(() => {
    planted = mkdtempSync(join(tmpdir(), 'tom-boundaries-'));
    for (const file of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json'])
      cpSync(join(ROOT, file), join(planted, file));
    symlinkSync(join(ROOT, 'node_modules'), join(planted, 'node_modules'));
    const files = { 'src/modules/jobs/api/jobs.controller.ts': './dto.js', 'src/modules/jobs/api/dto.ts': 'node:fs' };
    for (const [path, imported] of Object.entries(Object.assign(files, ...Object.values(PLANTED)) as typeof files)) {
      mkdirSync(dirname(join(planted, path)), { recursive: true });
      writeFileSync(join(planted, path), `import '${imported}';\n`);
    }
    found = cruise(planted);
  });

  afterAll(() => rmSync(planted, { recursive: true }));

  it('hold in the project', () => {
    expect(cruise(ROOT)).toEqual({ status: 0, output: expect.stringContaining('no dependency violations') });
  });

  it.each(Object.keys(PLANTED))('fail by the rule %s when it is broken', (rule) => {
    expect(found.status).not.toBe(0);
    expect(found.output).toContain(rule);
  });
});
