import { inspect } from 'node:util';
import { ScriptedDevice, type ScriptedDeviceOptions } from '../../../../test/support/scripted-device.js';
import { Secret } from '../../../common/secret.js';
import {
  EnableSecretMissingError,
  EnableSecretRejectedError,
  PrivilegeRefusedError,
  PrivilegeTimeoutError,
} from '../devices.errors.js';

const SECRET = 'pl4nted-s3cret';

/** A router that takes `SECRET`, and asks again, up to three times, for any other. */
function router(changes: Partial<ScriptedDeviceOptions> = {}): Promise<ScriptedDevice> {
  let mode: 'exec' | 'asking' | 'privileged' = 'exec';
  let attempts = 0;
  const asks = (device: ScriptedDevice): string => {
    mode = 'asking';
    device.isEchoOn = false;
    return 'Password: ';
  };
  return ScriptedDevice.open({
    driver: 'cisco_ios',
    prompt: 'r1>',
    credential: { enableSecret: new Secret(SECRET) },
    answer: (line, device) => {
      if (mode === 'asking') {
        attempts += 1;
        if (line !== SECRET && attempts < 3) return asks(device);
        mode = line === SECRET ? 'privileged' : 'exec';
        return mode === 'exec' ? '% Bad secrets\r\n\r\nr1>' : 'r1#';
      }
      if (line === 'enable') return asks(device);
      if (line === 'disable') mode = 'exec';
      const prompt = mode === 'privileged' ? 'r1#' : 'r1>';
      return line === 'disable' ? prompt : `reply to ${line}\r\n${prompt}`;
    },
    ...changes,
  });
}

describe('enable', () => {
  it('has a deadline of its own, and says so', async () => {
    const device = await router({ privilegeTimeoutMs: 50, answer: () => '' });
    const failure: unknown = await device.session.enable().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PrivilegeTimeoutError);
    expect(failure).toMatchObject({ kind: 'timeout', stage: 'privilege' });
    expect(String(failure)).toMatch(
      /"enable" on 192\.0\.2\.1:22 did not raise the rights within [\d.]+ s; .* or raise privilege_timeout$/,
    );
  });

  it("raises the session with the credential's secret", async () => {
    const device = await router();
    await device.session.enable();
    expect(device.prompt).toBe('r1#');
    expect((await device.session.sendCommand('show clock')).output).toBe('reply to show clock');
    expect(device.typed).toEqual(['enable', SECRET, 'show clock']);
  });

  it('raises a session with a plain prompt, whatever prompts the platform has', async () => {
    const device = await router({ driver: 'aruba_os' });
    await device.session.enable();
    expect((await device.session.sendCommand('show run')).output).toBe('reply to show run');
    expect(device.prompt).toBe('r1#');
  });

  it('takes the secret that is given in place of the one of the credential', async () => {
    const device = await router({ credential: {} });
    await device.session.enable({ secret: new Secret(SECRET) });
    expect(device.prompt).toBe('r1#');
  });

  it('sends nothing where the session stands at the level already', async () => {
    const device = await router();
    await device.session.enable();
    await device.session.enable();
    expect(device.typed).toEqual(['enable', SECRET]);
  });

  it('needs no secret where none is asked for', async () => {
    const device = await router({ credential: {}, answer: (line) => (line === 'enable' ? 'r1#' : 'r1>') });
    await device.session.enable();
    expect(device.prompt).toBe('r1#');
  });

  it('tells a wrong secret at once, after one attempt, and not what it was', async () => {
    const wrong = 'wr0ng-pl4nt';
    const device = await router({ credential: { enableSecret: new Secret(wrong) } });
    const error: unknown = await device.session.enable().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(EnableSecretRejectedError);
    expect(error).toMatchObject({ kind: 'auth', stage: 'privilege' });
    expect(inspect(error, { depth: 9 })).not.toContain(wrong);
    expect(device.typed).toEqual(['enable', wrong]);
    expect(device.session.isBroken).toBe(true);
  });

  it('tells a wrong secret where the device goes back to its prompt, in its words', async () => {
    const device = await router({
      answer: (line) => (line === 'enable' ? 'Password: ' : '% Access denied\r\nr1>'),
    });
    await expect(device.session.enable()).rejects.toThrow(
      /does not take the enable secret of credential "lab".*denied/,
    );
  });

  it('names the credential that has no secret when one is asked for', async () => {
    const device = await router({ credential: {} });
    const raising = device.session.enable();
    await expect(raising).rejects.toThrow(EnableSecretMissingError);
    await expect(raising).rejects.toThrow('credential "lab" has none');
    expect(device.typed).toEqual(['enable']);
  });

  it('tells a refusal that no secret would change', async () => {
    const device = await router({ answer: () => '% Error in authentication.\r\nr1>' });
    const raising = device.session.enable();
    await expect(raising).rejects.toThrow(PrivilegeRefusedError);
    await expect(raising).rejects.toThrow('the device said "% Error in authentication."');
  });

  it('gives the user name where that is asked for', async () => {
    const device = await ScriptedDevice.open({
      driver: 'cisco_ios',
      prompt: 'r1>',
      credential: { enableSecret: new Secret(SECRET) },
      answer: (line) => ({ enable: 'User Name:', admin: 'Password:' })[line] ?? 'r1#',
    });
    await device.session.enable();
    expect(device.typed).toEqual(['enable', 'admin', SECRET]);
  });

  it('is given back when the job ends, so that the next one finds the level of the log-in', async () => {
    const device = await router();
    await device.session.enable();
    await device.session.sendCommand('show clock');
    expect(await device.session.end()).toBe(true);
    expect(device.prompt).toBe('r1>');
    expect(device.typed.at(-1)).toBe('disable');
  });

  it("gives the credential's own name for that, where it has one", async () => {
    const device = await router({
      credential: { enableUsername: 'chief', enableSecret: new Secret(SECRET) },
      answer: (line) => ({ enable: 'User Name:', chief: 'Password:' })[line] ?? 'r1#',
    });
    await device.session.enable();
    expect(device.typed).toEqual(['enable', 'chief', SECRET]);
  });

  it('becomes root with sudo and the password of the user, where there is no other secret', async () => {
    const device = await ScriptedDevice.open({
      driver: 'linux',
      prompt: 'admin@web1:~$ ',
      answer: (line, scripted) => {
        if (line !== 'sudo -s') return 'root@web1:/home/admin# ';
        scripted.isEchoOn = false;
        return '[sudo] password for admin: ';
      },
    });
    await device.session.enable();
    expect(device.prompt).toBe('root@web1:/home/admin# ');
    expect(device.typed).toEqual(['sudo -s', 'pl4nted-p4ssword']);
  });

  it('is nothing on a platform that has one level', async () => {
    const device = await ScriptedDevice.open({ driver: 'juniper_junos', prompt: 'admin@mx1> ', answer: () => '' });
    await device.session.enable();
    expect(device.typed).toEqual([]);
  });
});
