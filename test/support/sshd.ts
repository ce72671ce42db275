import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { findProgram } from './requirements.js';

const run = promisify(execFile);

/** Folder that sshd insists on, whatever its configuration. */
const PRIVILEGE_SEPARATION_FOLDER = '/run/sshd';

export interface SystemUser {
  readonly username: string;
  readonly password: string;
}

/** Creates a system account of the test's own. Root alone can; suites that call it need `root with CI=true`. */
export async function createSystemUser(shell: string, groups: readonly string[] = []): Promise<SystemUser> {
  const username = `tomtest${randomBytes(3).toString('hex')}`;
  const password = randomBytes(9).toString('base64url');
  const membership = groups.length === 0 ? [] : ['--groups', groups.join(',')];
  await run('useradd', ['--create-home', '--shell', shell, ...membership, username]);
  const chpasswd = spawn('chpasswd');
  chpasswd.stdin.end(`${username}:${password}\n`);
  await once(chpasswd, 'exit');
  return { username, password };
}

/** Has the account ask for a new password at its next log-in. */
export async function expirePassword({ username }: SystemUser): Promise<void> {
  await run('chage', ['--lastday', '0', username]);
}

/** What the system keeps of the account's password, and when it was changed. */
export async function passwordHash({ username }: SystemUser): Promise<string> {
  return (await run('getent', ['shadow', username])).stdout;
}

export interface KeyKind {
  /** As ssh-keygen names it; default ed25519. */
  readonly type?: string;
  /** As ssh-keygen's `-m` names it; its own when not given. */
  readonly format?: string;
}

/** Makes a key of the user's own and lets it in; gives the private one. A `passphrase` encrypts it. */
export async function authorizeKey(
  { username }: SystemUser,
  passphrase = '',
  { type = 'ed25519', format }: KeyKind = {},
): Promise<string> {
  const isOurs = type === 'ed25519' && format === 'PKCS8';
  const [key, line] = isOurs ? ed25519AsPkcs8(passphrase) : await generatedKey(passphrase, type, format);
  const ssh = join('/home', username, '.ssh');
  await mkdir(ssh, { recursive: true });
  await appendFile(join(ssh, 'authorized_keys'), line);
  await run('chown', ['-R', `${username}:`, ssh]);
  await chmod(ssh, 0o700);
  return key;
}

/** A private key, and the line of its public half. */
type KeyTexts = readonly [key: string, line: string];

async function generatedKey(passphrase: string, type: string, format: string | undefined): Promise<KeyTexts> {
  const folder = await mkdtemp(join(tmpdir(), 'tom-key-'));
  const file = join(folder, 'id');
  const written = [...(format === undefined ? [] : ['-m', format]), ...(type === 'rsa' ? ['-b', '2048'] : [])];
  await run('ssh-keygen', ['-q', '-t', type, ...written, '-N', passphrase, '-f', file]);
  const texts = await Promise.all([readFile(file, 'utf8'), readFile(`${file}.pub`, 'utf8')]);
  await rm(folder, { recursive: true });
  return texts;
}

/** ssh-keygen writes Ed25519 in its own format whatever it is asked for; OpenSSL writes it so. */
function ed25519AsPkcs8(passphrase: string): KeyTexts {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const encrypted = passphrase === '' ? {} : { cipher: 'aes-256-cbc', passphrase };
  const key = privateKey.export({ type: 'pkcs8', format: 'pem', ...encrypted });
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const wire = Buffer.concat([Buffer.from('\0\0\0\x0bssh-ed25519\0\0\0\x20'), Buffer.from(x, 'base64url')]);
  return [key.toString(), `ssh-ed25519 ${wire.toString('base64')}\n`];
}

/** A key that a certificate authority of the test's own has signed for the user, and the file of the authority's public key. */
export async function certifiedKeyOf(
  { username }: SystemUser,
  type: string,
): Promise<{ key: string; certificate: string; authority: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'tom-ca-'));
  const [authority, file] = [join(folder, 'ca'), join(folder, 'id')];
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', authority]);
  await run('ssh-keygen', ['-q', '-t', type, '-N', '', '-f', file]);
  await run('ssh-keygen', ['-q', '-s', authority, '-I', 'test', '-n', username, '-V', '+1h', `${file}.pub`]);
  const [key, certificate] = await Promise.all([readFile(file, 'utf8'), readFile(`${file}-cert.pub`, 'utf8')]);
  return { key, certificate, authority: `${authority}.pub` };
}

/** Removes an account made by `createSystemUser`, and whatever it still runs. */
export async function removeSystemUser({ username }: SystemUser): Promise<void> {
  await run('userdel', ['--remove', '--force', username]).catch(() => undefined);
}

/** Whether something listens at a port of the loopback. */
export async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** An OpenSSH server of the test's own: a configuration and a host key of its own, on a free port of loopback. */
export class Sshd {
  readonly host = '127.0.0.1';

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly process: ChildProcess,
  ) {}

  /** `settings` are lines of `sshd_config` that go before the defaults of this helper; `at` is a port that is free. */
  static async start(settings: readonly string[] = [], at?: number): Promise<Sshd> {
    const folder = await mkdtemp(join(tmpdir(), 'tom-sshd-'));
    const port = at ?? (await freePort());
    const key = join(folder, 'host_key');
    const config = join(folder, 'sshd_config');
    await mkdir(PRIVILEGE_SEPARATION_FOLDER, { recursive: true });
    await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const lines = [
      ...settings,
      `Port ${port}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${key}`,
      `PidFile ${join(folder, 'sshd.pid')}`,
      'PasswordAuthentication yes',
      'KbdInteractiveAuthentication no',
      'UsePAM no',
      'PrintMotd no',
      'MaxStartups 500',
    ];
    await writeFile(config, `${lines.join('\n')}\n`);
    const server = spawn(findProgram('sshd') ?? '/usr/sbin/sshd', ['-D', '-E', join(folder, 'log'), '-f', config], {
      stdio: 'ignore',
    });
    await eventually(() => accepts(port));
    return new Sshd(port, folder, server);
  }

  /** What the server has logged. */
  async log(): Promise<string> {
    return readFile(join(this.folder, 'log'), 'utf8');
  }

  /** The public half of its host key, as in `known_hosts`. */
  async hostKey(): Promise<string> {
    const [type = '', key = ''] = (await readFile(join(this.folder, 'host_key.pub'), 'utf8')).split(' ');
    return `${type} ${key}`;
  }

  /** Has the server take connections and answer nothing, until `thaw`. */
  freeze(): void {
    this.process.kill('SIGSTOP');
  }

  thaw(): void {
    this.process.kill('SIGCONT');
  }

  /** Stops the processes that serve connections now; new ones are served. */
  async freezeConnections(): Promise<void> {
    for (const id of await this.connectionProcesses()) this.signal(id, 'SIGSTOP');
  }

  async thawConnections(): Promise<void> {
    for (const id of await this.connectionProcesses()) this.signal(id, 'SIGCONT');
  }

  /** Processes that serve connections now. */
  async countConnections(): Promise<number> {
    return (await this.connectionProcesses()).length;
  }

  private signal(id: number, name: NodeJS.Signals): void {
    try {
      process.kill(id, name);
    } catch {
      // It has ended by itself.
    }
  }

  /** Children of the server, and theirs: one with root's rights and one of the user, by connection. */
  private async connectionProcesses(): Promise<number[]> {
    const childrenOf = async (ids: readonly number[]): Promise<number[]> => {
      if (ids.length === 0) return [];
      const { stdout } = await run('pgrep', ['-x', 'sshd', '-P', ids.join(',')]).catch(() => ({ stdout: '' }));
      return stdout.split('\n').filter(Boolean).map(Number);
    };
    const parents = await childrenOf(this.process.pid === undefined ? [] : [this.process.pid]);
    return [...parents, ...(await childrenOf(parents))];
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill('SIGTERM');
      await once(this.process, 'exit');
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
