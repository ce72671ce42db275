import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ageless, Frr } from '../support/frr.js';
import { RedisServer } from '../support/redis-server.js';
import { describeWith } from '../support/requirements.js';
import { createSystemUser, removeSystemUser, Sshd, type SystemUser } from '../support/sshd.js';
import { TomFiles } from '../support/tom-files.js';
import { TomProcess } from '../support/tom-process.js';

const run = promisify(execFile);

describeWith(['redis-server', 'sshd', 'vtysh', 'zebra', 'root with CI=true'], 'HTTP → queue → worker → SSH', () => {
  let redis: RedisServer;
  let sshd: Sshd;
  let frr: Frr;
  let shellUser: SystemUser;
  let routerUser: SystemUser;
  let files: TomFiles;
  let controller: TomProcess;
  let worker: TomProcess;

  beforeAll(async () => {
    [redis, sshd, frr] = await Promise.all([RedisServer.start(), Sshd.start(), Frr.start({ pager: 'more' })]);
    shellUser = await createSystemUser('/bin/bash');
    routerUser = await createSystemUser(frr.shell, ['frrvty']);
    files = await TomFiles.create(
      {
        shell: { port: sshd.port, adapter_driver: 'linux', credential_id: 'shell' },
        router: { port: sshd.port, adapter_driver: 'cisco_ios', credential_id: 'router' },
        router_scrapli: { port: sshd.port, adapter: 'scrapli', adapter_driver: 'cisco_iosxe', credential_id: 'router' },
        intruder: { port: sshd.port, adapter_driver: 'linux', credential_id: 'wrong' },
      },
      { shell: shellUser, router: routerUser, wrong: { ...shellUser, password: 'pl4nted-wr0ng' } },
    );
    const settings = { redis_host: '127.0.0.1', redis_port: redis.port, ...files.settings };
    [controller, worker] = await Promise.all([
      TomProcess.controller({ cwd: files.directory, settings }),
      TomProcess.worker({ cwd: files.directory, settings }),
    ]);
  });

  afterAll(async () => {
    await Promise.all([controller.stop(), worker.stop()]);
    await sshd.stop();
    await frr.stop();
    await removeSystemUser(shellUser);
    await removeSystemUser(routerUser);
    await redis.stop();
    await files.remove();
  });

  async function outputOf(device: string, command: string): Promise<string> {
    const { json } = await controller.client.send(device, command, { timeout: 60 });
    expect(json).toMatchObject({ status: 'COMPLETE', error: null });
    return json.result?.data[command] ?? '';
  }

  it.each(['uname -a', 'seq 1 720000', 'printf "a  \\n\\n b\\n"', 'cat /etc/login.defs'])(
    'the shell gives what "%s" prints',
    async (command) => {
      const { stdout } = await run('/bin/bash', ['-c', command], { maxBuffer: 2 ** 24 });
      const output = await outputOf('shell', command);
      expect(`${output}\n` === stdout).toBe(true);
    },
  );

  it('gives text without a line end before the prompt', async () => {
    expect(await outputOf('shell', 'printf abc')).toBe('abc');
  });

  it.each(['show version', 'show running-config', 'show interface', 'show ip route'])(
    'the router gives what "%s" prints',
    async (command) => {
      expect(ageless(`${await outputOf('router', command)}\n`)).toBe(ageless(await frr.plain(command)));
    },
  );

  it('finds the driver by its scrapli name', async () => {
    expect(`${await outputOf('router_scrapli', 'show version')}\n`).toBe(await frr.plain('show version'));
  });

  it('tells a wrong password from every other failure', async () => {
    const { json, text } = await controller.client.send('intruder', 'uname -a');
    expect(json).toMatchObject({ status: 'FAILED', attempts: 1, error_type: 'auth', error_stage: 'authenticate' });
    expect(json.error).toMatch(/^AuthenticationFailed: /);
    expect([text, controller.log, worker.log].filter((place) => place.includes('pl4nted-wr0ng'))).toEqual([]);
  });
});
