import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PlatformRegistry } from '../../src/modules/devices/platforms/platform-registry.js';
import { ProtocolTransport } from '../../src/modules/devices/transport/protocol.transport.js';
import { eventually } from './eventually.js';
import { Frr, type FrrOptions } from './frr.js';
import type { GoldenEvent, GoldenFile, GoldenSession, GoldenStep } from './golden-file.js';
import { driverOf, hasEnableSecret, isPaged, isTelnet, PAGER_ROWS } from './golden-lab.js';
import { GOLDEN_LOGIN, playSession, type StepResult } from './golden-play.js';
import { RecordingTransport } from './golden-transport.js';
import { createSystemUser, removeSystemUser, Sshd, type SystemUser } from './sshd.js';
import { hostKeyChecks } from './host-keys.js';

const run = promisify(execFile);

/** A server to log in to. */
interface Served {
  readonly port: number;
  readonly user: SystemUser;
  stop(): Promise<void>;
}

interface Software {
  /** What `describeWith` needs for it. */
  readonly requirements: readonly string[];
  version(): Promise<string>;
  serve(session: GoldenSession): Promise<Served>;
}

async function versionOf(debianPackage: string): Promise<string> {
  const { stdout } = await run('dpkg-query', ['-W', '-f', '${Package} ${Version}', debianPackage]);
  return stdout;
}

/** OpenSSH with an account of this shell, whose prompt does not tell where the recording was made. */
async function serveShell(shell: string, groups: readonly string[] = []): Promise<Served> {
  const sshd = await Sshd.start(['PrintLastLog no']);
  const user = await createSystemUser(shell, groups);
  await writeFile(join('/home', user.username, '.bashrc'), `PS1='ann@golden:\\w\\$ '\n`);
  const stop = async (): Promise<void> => {
    await sshd.stop();
    await removeSystemUser(user);
  };
  return { port: sshd.port, user, stop };
}

/** Starts the router and waits for its routes. */
async function startFrr(options: FrrOptions): Promise<Frr> {
  const frr = await Frr.start(options);
  await eventually(async () => (await frr.plain('show ip route static')).includes('10.59.'));
  return frr;
}

async function serveFrr(session: GoldenSession): Promise<Served> {
  const { password, enableSecret } = GOLDEN_LOGIN;
  if (isTelnet(session)) {
    const frr = await startFrr({ telnet: { password, enablePassword: enableSecret } });
    return { port: frr.telnetPort, user: GOLDEN_LOGIN, stop: () => frr.stop() };
  }
  const frr = await startFrr({ pager: isPaged(session) ? 'more' : undefined });
  const served = await serveShell(frr.shell, ['frrvty']);
  const stop = async (): Promise<void> => {
    await served.stop();
    await frr.stop();
  };
  return { ...served, stop };
}

const ROOT = 'root with CI=true';

/** Software of devices, or what they are made of, by the name that a golden file has in its header `software`. */
export const SOFTWARE: Readonly<Record<string, Software>> = {
  frr: {
    requirements: ['sshd', 'vtysh', 'zebra', ROOT],
    version: () => versionOf('frr'),
    serve: serveFrr,
  },
  bash: {
    requirements: ['sshd', 'bash', ROOT],
    version: () => versionOf('bash'),
    serve: () => serveShell('/bin/bash'),
  },
  dash: {
    requirements: ['sshd', 'dash', ROOT],
    version: () => versionOf('dash'),
    serve: () => serveShell('/bin/dash'),
  },
};

export interface SoftwarePlayOptions {
  readonly registry: PlatformRegistry;
  readonly onStep: (step: GoldenStep) => void;
  readonly onEvent: (event: GoldenEvent) => void;
}

/** Does the steps of a session with the real software. */
export async function playOnSoftware(
  software: Software,
  file: GoldenFile,
  session: GoldenSession,
  { registry, onStep, onEvent }: SoftwarePlayOptions,
): Promise<StepResult[]> {
  const { port, user, stop } = await software.serve(session);
  const target = { host: '127.0.0.1', port, driver: driverOf(file, session), options: {} };
  const rows = isPaged(session) ? PAGER_ROWS : undefined;
  const transport = new RecordingTransport(new ProtocolTransport(hostKeyChecks()), onEvent, rows);
  try {
    const play = { registry, transport, target, user, hasEnableSecret: hasEnableSecret(file), onStep };
    return await playSession(session, play);
  } finally {
    await stop();
  }
}
