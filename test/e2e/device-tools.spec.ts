import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Frr } from '../support/frr.js';
import { describeWith } from '../support/requirements.js';
import { createSystemUser, removeSystemUser, Sshd, type SystemUser } from '../support/sshd.js';
import { runTool, type ToolRun } from '../support/tool-process.js';

const run = promisify(execFile);

describeWith(['sshd', 'vtysh', 'zebra', 'root with CI=true'], 'commands by hand', () => {
  let sshd: Sshd;
  let frr: Frr;
  let shellUser: SystemUser;
  let routerUser: SystemUser;

  beforeAll(async () => {
    [sshd, frr] = await Promise.all([Sshd.start(), Frr.start({ pager: 'more' })]);
    shellUser = await createSystemUser('/bin/bash');
    routerUser = await createSystemUser(frr.shell, ['frrvty']);
  });

  afterAll(async () => {
    await sshd.stop();
    await frr.stop();
    await removeSystemUser(shellUser);
    await removeSystemUser(routerUser);
  });

  async function runCommand(user: SystemUser, driver: string, commands: readonly string[]): Promise<ToolRun> {
    const login = ['--port', String(sshd.port), '--user', user.username];
    const result = await runTool(
      'run-command',
      ['127.0.0.1', '--driver', driver, ...login, ...commands],
      user.password,
    );
    expect(result.output + result.errors).not.toContain(user.password);
    return result;
  }

  it('prints what a shell prints', async () => {
    const { stdout } = await run('/bin/bash', ['-c', 'seq 1 100000'], { maxBuffer: 2 ** 24 });
    const { output, errors, code } = await runCommand(shellUser, 'linux', ['seq 1 100000']);
    expect(output === stdout).toBe(true);
    expect([errors, code]).toEqual(['', 0]);
  });

  it('prints what a router prints', async () => {
    const { output, errors, code } = await runCommand(routerUser, 'cisco_ios', ['show running-config']);
    expect(output).toBe(await frr.plain('show running-config'));
    expect([errors, code]).toEqual(['', 0]);
  });

  it('says in one line that the router refuses a command', async () => {
    const { errors, code } = await runCommand(routerUser, 'cisco_ios', ['show bogus']);
    expect(errors).toMatch(/^run-command: the device refused "show bogus": % Unknown command[^\n]*\n$/);
    expect(code).toBe(3);
  });

  it('finds out that it is Linux', async () => {
    const login = ['127.0.0.1', '--port', String(sshd.port), '--user', shellUser.username];
    const { output, errors, code } = await runTool('detect', login, shellUser.password);
    expect(errors).toMatch(/^"uname -a" shows "Linux /);
    expect([output, code]).toEqual(['linux\n', 0]);
  });

  it('raises a session on the router, and says that it cannot tell what the router is', async () => {
    const login = ['127.0.0.1', '--port', String(sshd.port), '--user', routerUser.username];
    const raised = await runTool(
      'run-command',
      [...login, '--driver', 'cisco_ios', '--enable', 'show running-config'],
      `${routerUser.password}\n\n`,
    );
    expect(raised).toEqual({ output: await frr.plain('show running-config'), errors: '', code: 0 });
    const { output, errors, code } = await runTool('detect', login, routerUser.password);
    expect(errors).toMatch(/^detect: the platform of [^\n]* could not be detected: [^\n]*OpenSSH[^\n]*\n$/);
    expect([output, code]).toEqual(['', 1]);
  });

  it('says in one line that the password is wrong', async () => {
    const wrong = { ...shellUser, password: 'pl4nted-wr0ng' };
    const { output, errors, code } = await runCommand(wrong, 'linux', ['uname']);
    expect(errors).toMatch(/^run-command: [^\n]*rejects the password[^\n]*\n$/);
    expect([output, code]).toEqual(['', 1]);
  });
});
