import { hostKeyChecks } from '../../../../test/support/host-keys.js';
import { POOL_SETTINGS } from '../../../../test/support/pool-settings.js';
import { router, SshServer } from '../../../../test/support/ssh-server.js';
import { Secret } from '../../../common/secret.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import { SshTransport } from '../transport/ssh.transport.js';
import { SessionPool } from './session-pool.js';

it('is connected to for each job: a shell whose server says nothing in a second session on a connection', async () => {
  const registry = new PlatformRegistry();
  await registry.onModuleInit();
  let answered = 0;
  const server = await SshServer.start({
    shell: (stream, own) => {
      if (answered === own.logins) return;
      answered += 1;
      router()(stream, own);
    },
  });
  const pool = new SessionPool(registry, new SshTransport(hostKeyChecks()), POOL_SETTINGS);
  const target = { host: server.host, port: server.port, driver: 'linux', options: {} };
  const credential = { id: 'lab', username: 'admin', password: new Secret('secret') };
  const outputs: string[] = [];
  while (outputs.length < 3) {
    const { output } = await pool.use(target, credential, (session) => session.sendCommand('id'), { repeatable: true });
    outputs.push(output);
  }
  expect(outputs).toEqual(Array(3).fill('reply to id'));
  expect([server.logins, server.shells]).toEqual([3, 4]);
  await pool.onApplicationShutdown();
  await server.stop();
});
