import { TomError } from '../../src/common/tom-error.js';
import type { LabDevice, LabDeviceOptions } from '../../src/lab/lab-device.js';
import { Lab } from '../../src/lab/lab.js';
import {
  AccountLockedError,
  AuthenticationFailedError,
  ConnectionLostError,
  OutcomeUnknownError,
  TooManySessionsError,
} from '../../src/modules/devices/devices.errors.js';
import { DeviceClient } from '../support/device-client.js';

const LOGIN = { username: 'ann', password: 'planted-pw' };

describe('a device that misbehaves', () => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });

  async function start(options: Partial<LabDeviceOptions> = {}): Promise<{ device: LabDevice; client: DeviceClient }> {
    const platform = options.platform ?? 'cisco_ios';
    const lab = await Lab.start({ devices: [{ platform, name: 'r1', ...LOGIN, ...options }] });
    const device = lab.device('r1');
    const settings = { loginTimeoutMs: 10_000, connectTimeoutMs: 10_000 };
    const client = await DeviceClient.of({ server: device, user: LOGIN, driver: device.driver, settings });
    ends.push(
      () => client.stop(),
      () => lab.stop(),
    );
    return { device, client };
  }

  describe.each(['ssh', 'telnet'] as const)('over %s', (transport) => {
    it.each(['connect', 'key_exchange', 'login', 'authenticated', 'prompt', 'command'] as const)(
      'fails the job at once when it drops the connection at the stage %s, and works again after that',
      async (dropAt) => {
        const { device, client } = await start({ transport, faults: { dropAt } });
        const error = await client.send('show clock').catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(TomError);
        expect(JSON.stringify(error)).not.toContain('planted-pw');
        await device.setFaults({});
        expect(await client.send('show clock')).toContain('UTC');
      },
    );

    it.each([
      ['accountLocked', AccountLockedError, /has locked user "ann" .*"Account is locked"/],
      [
        'tooManySessions',
        TooManySessionsError,
        /has too many sessions open .*"% Too many sessions are open; try again later"/,
      ],
    ] as const)('says why nobody is let in: %s', async (fault, type, message) => {
      const { device, client } = await start({ transport, faults: { [fault]: true } });
      const error = await client.send('show clock').catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(type);
      expect((error as Error).message).toMatch(message);
      await device.setFaults({});
      expect(await client.send('show clock')).toContain('UTC');
    });

    it('does not know what became of a configuration in whose middle it drops the connection, and sends nothing twice', async () => {
      const { device, client } = await start({ transport });
      expect(await client.send('show clock')).toContain('UTC');
      await device.setFaults({ dropAt: 'config' });
      const lines = ['interface Loopback0', 'description x'];
      await expect(client.use((session) => session.sendConfigs(lines))).rejects.toThrow(OutcomeUnknownError);
      await device.setFaults({});
      expect(await client.send('show clock')).toContain('UTC');
      expect(device.log.configLines.map(({ text }) => text)).toEqual(['interface Loopback0']);
      expect(device.log.maxSessionsOpen).toBe(1);
    });

    it('falls silent in the middle of a configuration', async () => {
      const { device, client } = await start({ transport });
      await device.setFaults({ neverAnswer: 'config' });
      const pushing = client.use((session) => session.sendConfigs(['hostname r2'], { idleTimeoutMs: 2_000 }));
      await expect(pushing).rejects.toThrow(OutcomeUnknownError);
      expect(device.log.commands.map(({ text }) => text).slice(-2)).toEqual(['configure terminal', 'hostname r2']);
    });

    it.each(['characters', 'everything'] as const)('gives the same text without an echo of %s', async (noEcho) => {
      const { device, client } = await start({ transport, name: 'r1', facts: { version: '1.2' } });
      const expected = await client.sendAll('show version', 'show arp');
      await device.setFaults({ noEcho });
      const other = await client.sendAll('terminal length 0', 'show version', 'show arp');
      expect(other).toEqual(['', ...expected]);
    });

    it('keeps log lines at the prompt out of the output', async () => {
      const { client } = await start({ transport, faults: { logLines: true } });
      const reply = await client.use((session) => session.sendCommand('show arp'));
      expect(reply.output).toMatch(/^Protocol .*/);
      expect(reply.output).not.toContain('CONFIG_I');
    });

    it('greets with what looks like prompts, questions and pagers', async () => {
      const { client } = await start({ transport, faults: { banner: true, splitBytes: true } });
      expect(await client.send('show arp')).toMatch(/^Protocol /);
    });

    it('follows a host name that changes', async () => {
      const { device, client } = await start({ transport });
      const name = 'core-router-with-a-very-long-name';
      const replies = await client.use(async (session) => {
        const { outcome } = await session.sendConfigs([`hostname ${name}`, 'interface Loopback0']);
        return [outcome, (await session.sendCommand('show arp')).output.slice(0, 8)];
      });
      expect(replies).toEqual(['applied', 'Protocol']);
      expect(device.log.configLines.map(({ text }) => text)).toEqual([`hostname ${name}`, 'interface Loopback0']);
    });
  });

  it.each([
    ['cisco_ios', 'show version | include '],
    ['juniper_junos', 'show '],
    ['huawei', 'display '],
    ['ruckus_fastiron', 'show '],
    ['linux', 'echo '],
    ['arista_eos', 'show version | include '],
  ])('echoes a command of 700 characters as %s does', async (platform, start_) => {
    const { client } = await start({ platform });
    const long = `${start_}${'abcdefghi '.repeat(70)}`.trimEnd();
    const short = await client.send(`${start_}xyz`);
    const output = await client.send(long);
    if (platform === 'linux') expect(output).toBe(long.slice(5));
    else expect(output.split('\n')).toHaveLength(short.split('\n').length);
  });

  it('logs in through a round without a question', async () => {
    const { client, device } = await start({ faults: { extraRound: 'notice' } });
    expect(await client.send('show clock')).toContain('UTC');
    expect(device.log.logins).toHaveLength(1);
  });

  it('never gives a new password for an expired one', async () => {
    const { client, device } = await start({ faults: { extraRound: 'new_password' } });
    await expect(client.send('show clock')).rejects.toThrow();
    expect(device.log.passwordChanges).toBe(0);
  });

  it.each(['ssh', 'telnet'] as const)(
    'is asked once with a wrong password in the terminal, over %s',
    async (transport) => {
      const { client, device } = await start({ platform: 'cisco_wlc', transport, faults: { wrongPassword: true } });
      await expect(client.send('show sysinfo')).rejects.toThrow(AuthenticationFailedError);
      expect(device.log.logins).toHaveLength(1);
    },
  );

  it('flags commands that are not authorised, and prepares the session without them', async () => {
    const { client, device } = await start({ faults: { denied: 'terminal' } });
    expect(await client.send('show clock')).toContain('UTC');
    await device.setFaults({ denied: 'show' });
    const reply = await client.use((session) => session.sendCommand('show clock'));
    expect(reply.rejection?.reason).toBe('not_authorised');
  });

  it.each(['cisco_ios', 'arista_eos', 'cisco_nxos'])(
    'keeps and uses a session of %s whose preparation was not authorised',
    async (platform) => {
      const { client, device } = await start({ platform, faults: { denied: 'terminal' } });
      for (let job = 1; job <= 2; job += 1) {
        const { output, rejection } = await client.use((session) => session.sendCommand('show version'));
        expect(rejection).toBeNull();
        expect(output).not.toMatch(/denied|authoriz/i);
        expect(output.split('\n').length).toBeGreaterThan(3);
      }
      expect(device.log.logins).toHaveLength(1);
      expect(device.log.maxSessionsOpen).toBe(1);
    },
  );

  it('loses the connection in the middle of an output, which is kept with the error', async () => {
    const { client, device } = await start({ transport: 'telnet' });
    await client.send('show clock');
    await device.setFaults({ dropAfterBytes: 5000 });
    const error: unknown = await client.send('show tech-support').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect((error as ConnectionLostError).partialOutput?.length).toBeGreaterThan(4000);
  });
});
