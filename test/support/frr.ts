import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from './eventually.js';
import { freePort } from './free-port.js';
import { findProgram } from './requirements.js';

const run = promisify(execFile);

/** Name the router goes by in its prompt. */
const HOSTNAME = 'frr-lab';
/** Static routes, which it takes one after the other once it runs. */
const ROUTES = 60;
const LAST_ROUTE = `10.${ROUTES - 1}.0.0/16`;

/** A table of routes without their ages, which go on between two looks at it. */
export function ageless(routes: string): string {
  return routes.replace(/\b\d\d:\d\d:\d\d\b/g, 'hh:mm:ss');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function idOf(kind: '-u' | '-g', name: string): Promise<number> {
  return Number((await run('id', [kind, name])).stdout);
}

export interface FrrOptions {
  /** Program vtysh pages with on a terminal of 24 rows, such as `more`. Default: none. */
  readonly pager?: string;
  /** Passwords of zebra's own Telnet terminal. Default: it has no terminal. */
  readonly telnet?: { readonly password: string; readonly enablePassword: string };
}

/** FRRouting's zebra and staticd, with a folder of their own, and a login shell that is vtysh. */
export class Frr {
  readonly hostname = HOSTNAME;

  private constructor(
    /** Program to be the login shell of an account in the group `frrvty`. */
    readonly shell: string,
    /** Port of zebra's Telnet terminal; 0 where it has none. */
    readonly telnetPort: number,
    private readonly folder: string,
    private readonly daemons: readonly ChildProcess[],
  ) {}

  static async start({ pager, telnet }: FrrOptions = {}): Promise<Frr> {
    const folder = await mkdtemp(join(tmpdir(), 'tom-frr-'));
    await chown(folder, await idOf('-u', 'frr'), await idOf('-g', 'frr'));
    await chmod(folder, 0o755);
    const config = join(folder, 'frr.conf');
    const routes = Array.from({ length: ROUTES }, (_, index) => `ip route 10.${index}.0.0/16 Null0`);
    const passwords = telnet && [`password ${telnet.password}`, `enable password ${telnet.enablePassword}`];
    await writeFile(config, [`hostname ${HOSTNAME}`, ...(passwords ?? []), ...routes, ''].join('\n'));
    const telnetPort = telnet === undefined ? 0 : await freePort();
    const zebra = Frr.spawn('zebra', folder, config, telnetPort);
    // A staticd that does not find zebra looks for it again after ten seconds alone.
    await eventually(() => exists(join(folder, 'zserv.api')));
    const daemons = [zebra, Frr.spawn('staticd', folder, config, 0)];
    const shell = join(folder, 'login');
    const paging = pager === undefined ? '' : `stty rows 24\nexport VTYSH_PAGER=${pager}\n`;
    const vtysh = findProgram('vtysh') ?? 'vtysh';
    await writeFile(shell, `#!/bin/sh\n${paging}exec ${vtysh} --vty_socket ${folder} --config_dir ${folder} "$@"\n`);
    await chmod(shell, 0o755);
    await writeFile(join(folder, 'vtysh.conf'), `hostname ${HOSTNAME}\nno service integrated-vtysh-config\n`);
    const frr = new Frr(shell, telnetPort, folder, daemons);
    await eventually(() => exists(join(folder, 'zebra.vty')));
    await eventually(() => exists(join(folder, 'staticd.vty')));
    await eventually(async () => (await frr.plain('show ip route').catch(() => '')).includes(LAST_ROUTE));
    return frr;
  }

  /** What vtysh prints for a command, without a terminal. */
  async plain(command: string): Promise<string> {
    const { stdout } = await run(this.shell, ['-c', command], { maxBuffer: 64 * 2 ** 20 });
    return stdout;
  }

  async stop(): Promise<void> {
    for (const daemon of this.daemons) {
      if (daemon.exitCode !== null || daemon.signalCode !== null) continue;
      daemon.kill('SIGTERM');
      await once(daemon, 'exit');
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private static spawn(name: string, folder: string, config: string, telnetPort: number): ChildProcess {
    const socket = ['-z', join(folder, 'zserv.api'), '--vty_socket', folder, '-i', join(folder, `${name}.pid`)];
    const terminal = ['-A', '127.0.0.1', '-P', String(telnetPort)];
    const program = findProgram(name) ?? `/usr/lib/frr/${name}`;
    return spawn(program, [...socket, ...terminal, '-f', config, '-u', 'frr', '-g', 'frr'], { stdio: 'ignore' });
  }
}
