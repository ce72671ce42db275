import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findProgram } from './requirements.js';

const ROOT = join(import.meta.dirname, '../..');
const COPIED = ['package.json', 'package-lock.json', 'nest-cli.json', '.swcrc', 'tsconfig.json', 'tsconfig.build.json'];
const LINKED = ['node_modules', 'dist', 'src', 'docs', 'examples'];
/** What a command prints that goes on until it is stopped. */
const IS_UP = /Ctrl-C stops|listens at|worker ready|Press Ctrl-C/;
const DEADLINE_MS = 60_000;

/** A block of a document: a file to write, or commands to run. */
export interface DocumentedBlock {
  readonly heading: string;
  readonly language: string;
  /** What stands behind the language, as in `sh docker`. */
  readonly mark: string;
  readonly text: string;
}

/** The fenced blocks of a Markdown document. */
export function documentedBlocks(markdown: string): DocumentedBlock[] {
  const blocks: DocumentedBlock[] = [];
  const parts = markdown.matchAll(/^## (.*)$|^```(\w+) ?(\w*)\n([\s\S]*?)^```$/gm);
  let heading = '';
  for (const [, title, language, mark = '', text = ''] of parts) {
    if (title !== undefined) heading = title;
    if (language !== undefined) blocks.push({ heading, language, mark, text });
  }
  return blocks;
}

/** A copy of the project in which documents are followed, with a network of its own: ports are what they say. */
export class DocumentedProject {
  private readonly running: ChildProcess[] = [];

  private constructor(
    private readonly directory: string,
    private readonly network: ChildProcess,
  ) {}

  static async create(): Promise<DocumentedProject> {
    const directory = await mkdtemp(join(tmpdir(), 'tom-documented-'));
    for (const name of COPIED) await cp(join(ROOT, name), join(directory, name), { preserveTimestamps: true });
    await cp(join(ROOT, 'scripts'), join(directory, 'scripts'), { recursive: true });
    for (const name of LINKED) await symlink(join(ROOT, name), join(directory, name));
    const network = spawn('unshare', ['-n', 'sh', '-c', 'busybox ip link set lo up && echo up && exec sleep 3600']);
    await once(network.stdout, 'data');
    const project = new DocumentedProject(directory, network);
    await project.run(`${findProgram('redis-server') ?? 'redis-server'} --save '' --daemonize yes`);
    return project;
  }

  /** Writes the file that the first line of a block names, in a remark. */
  async write(text: string): Promise<void> {
    const [, name] = /^(?:#|\/\/) ([\w./]+)/.exec(text) ?? [];
    if (name === undefined) throw new Error(`the block names no file:\n${text}`);
    await mkdir(dirname(join(this.directory, name)), { recursive: true });
    await writeFile(join(this.directory, name), text);
  }

  /** Runs commands until they end, or say that they are up; what they printed. */
  async run(commands: string): Promise<string> {
    const inside = ['-t', String(this.network.pid), '-n', 'bash', '--norc', '-ec', commands];
    // A shell of Redis's, npm's and Node's own: stopped as a group, as Ctrl-C does.
    const child = spawn('nsenter', inside, { cwd: this.directory, detached: true, env: { PATH: process.env.PATH } });
    let output = '';
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      stopGroup(child);
    }, DEADLINE_MS);
    const isUp = new Promise<'up'>((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          output += text;
          if (IS_UP.test(output)) resolve('up');
        });
      }
    });
    const end = await Promise.race([isUp, once(child, 'close')]);
    clearTimeout(timer);
    if (end === 'up') this.running.push(child);
    else if (isLate || child.exitCode !== 0)
      throw new Error(`${commands}\nended ${child.exitCode ?? 'late'}:\n${output}`);
    return output;
  }

  /** Ends, as Ctrl-C would, what goes on. */
  async interrupt(): Promise<void> {
    for (const child of this.running.splice(0).reverse()) {
      stopGroup(child, 'SIGINT');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
    }
  }

  async remove(): Promise<void> {
    await this.interrupt();
    await this.run('redis-cli shutdown nosave || true');
    this.network.kill();
    await rm(this.directory, { recursive: true, force: true });
  }
}

function stopGroup(child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (child.pid !== undefined) process.kill(-child.pid, signal);
}
