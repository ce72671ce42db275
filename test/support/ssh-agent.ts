import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.js';

/** OpenSSH's agent with one key in it. */
export class SshAgent {
  private constructor(
    readonly socket: string,
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(key: string): Promise<SshAgent> {
    const folder = await mkdtemp(join(tmpdir(), 'tom-agent-'));
    const socket = join(folder, 'socket');
    const process = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    await eventually(() =>
      access(socket).then(
        () => true,
        () => false,
      ),
    );
    const adding = spawn('ssh-add', ['-q', '-'], {
      env: { SSH_AUTH_SOCK: socket },
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    adding.stdin.end(key);
    const [code] = (await once(adding, 'exit')) as [number];
    if (code !== 0) throw new Error(`ssh-add ended with ${code}`);
    return new SshAgent(socket, folder, process);
  }

  async stop(): Promise<void> {
    this.process.kill('SIGTERM');
    await once(this.process, 'exit');
    await rm(this.folder, { recursive: true, force: true });
  }
}
