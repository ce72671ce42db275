import { DeviceClient } from '../../../../test/support/device-client.js';
import { countingSwitch, router, SshServer, type SshServerOptions } from '../../../../test/support/ssh-server.js';

describe('a session', () => {
  let server: SshServer;
  let client: DeviceClient;

  const start = async (shell: SshServerOptions['shell'], driver: string, options: Record<string, unknown> = {}) => {
    server = await SshServer.start({ shell });
    client = await DeviceClient.of({ server, user: { username: 'admin', password: 'secret' }, driver, options });
  };

  afterEach(async () => {
    await client.stop();
    await server.stop();
  });

  it('is kept where the prompt counts the commands', async () => {
    await start(countingSwitch, 'extreme_exos');
    expect([await client.send('show clock'), await client.send('show clock')]).toEqual(['ok', 'ok']);
    expect(server.logins).toBe(1);
  });

  it.each([
    [{ timeout_ops: 0.2 }, /was not done after 0\.\d s/],
    [{ timeout_transport: 0.2 }, / sent no byte for 0\.\d s/],
  ])('ends a command by the limits of the device, %j', async (options, message) => {
    const silent = router(() => undefined);
    await start(silent, 'generic', options);
    await expect(client.send('show clock')).rejects.toThrow(message);
  });
});
