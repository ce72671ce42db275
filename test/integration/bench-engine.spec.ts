import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describeWith } from '../support/requirements.js';

const ROOT = join(import.meta.dirname, '../..');
const DEADLINE_MS = 110_000;

/** The bench puts the engine together by itself: nothing else would show that it lacks a part. */
const SCRIPT = `
const { Processes } = await import('./bench/lib/processes.mjs');
const { withEngine } = await import('./bench/lib/job-engine.mjs');
const processes = await Processes.create();
await withEngine(processes, { workers: 1, deviceMs: 1 }, ({ runJob }) => runJob('r1'));
console.log('ended well');
process.exit(0);
`;

describeWith(['redis-server'], 'the job engine of the bench', () => {
  it('runs a job in a worker of its own', async () => {
    const args = ['--input-type=module', '--eval', SCRIPT];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, timeout: DEADLINE_MS });
    expect(stdout).toContain('ended well');
  }, 120_000);
});
