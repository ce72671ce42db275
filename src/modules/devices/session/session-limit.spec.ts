import { POOL_SETTINGS } from '../../../../test/support/pool-settings.js';
import { router, SshServer } from '../../../../test/support/ssh-server.js';
import { Secret } from '../../../common/secret.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import { SshTransport } from '../transport/ssh.transport.js';
import { SessionPool } from './session-pool.js';
import { hostKeyChecks } from '../../../../test/support/host-keys.js';

describe('the limit of sessions', () => {
  it('makes room for sessions that are only being opened', async () => {
    const registry = new PlatformRegistry();
    await registry.onModuleInit();
    const server = await SshServer.start({ shell: router() });
    const pool = new SessionPool(registry, new SshTransport(hostKeyChecks()), { ...POOL_SETTINGS, maxSessions: 2 });
    const use = (driver: string) =>
      pool.use(
        { host: server.host, port: server.port, driver, options: {} },
        { id: 'lab', username: 'admin', password: new Secret('secret') },
        (session) => session.sendCommand('show clock'),
        { repeatable: true },
      );
    await use('cisco_ios');

    const both = [use('arista_eos'), use('cisco_nxos')];
    expect(pool.size).toBe(2);
    await Promise.all(both);
    expect(pool.size).toBe(2);

    await pool.onApplicationShutdown();
    await server.stop();
  });
});
