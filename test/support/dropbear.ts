import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { findProgram } from './requirements.js';
import { accepts } from './sshd.js';

const run = promisify(execFile);

/** A Dropbear SSH server of the test's own, on a free port of loopback. */
export class Dropbear {
  readonly host = '127.0.0.1';

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(): Promise<Dropbear> {
    const folder = await mkdtemp(join(tmpdir(), 'tom-dropbear-'));
    const key = join(folder, 'host_key');
    await run('dropbearkey', ['-t', 'ed25519', '-f', key]);
    const port = await freePort();
    const options = ['-F', '-E', '-r', key, '-p', `127.0.0.1:${port}`, '-P', join(folder, 'pid')];
    const server = spawn(findProgram('dropbear') ?? '/usr/sbin/dropbear', options, { stdio: 'ignore' });
    await eventually(() => accepts(port));
    return new Dropbear(port, folder, server);
  }

  async stop(): Promise<void> {
    this.process.kill('SIGTERM');
    await once(this.process, 'exit');
    await rm(this.folder, { recursive: true, force: true });
  }
}
