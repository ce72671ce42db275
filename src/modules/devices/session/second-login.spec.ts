import { POOL_SETTINGS } from '../../../../test/support/pool-settings.js';
import { SshServer } from '../../../../test/support/ssh-server.js';
import { hostKeyChecks } from '../../../../test/support/host-keys.js';
import { readStoredEntry } from '../../credentials/credential-entry.js';
import { PlatformRegistry } from '../platforms/platform-registry.js';
import { SshTransport } from '../transport/ssh.transport.js';
import { SessionPool } from './session-pool.js';

const PROMPT = '(Cisco Controller) >';

describe('a device that asks for the log-in inside an SSH session', () => {
  it('is opened with the log-in for SSH, and told the other one inside', async () => {
    const typed: string[] = [];
    const server = await SshServer.start({
      password: 'outer-secret',
      shell: (stream) => {
        const questions = ['User: ', 'Password:', PROMPT];
        stream.write(questions[0] ?? '');
        stream.on('data', (bytes: Buffer) => {
          for (const line of bytes
            .toString()
            .split(/\r?\n|\r/)
            .slice(0, -1)) {
            typed.push(line);
            const isEchoed = typed.length !== 2;
            stream.write(`${isEchoed ? line : ''}\r\n${questions[Math.min(typed.length, 2)] ?? ''}`);
          }
        });
      },
    });
    const registry = new PlatformRegistry();
    await registry.onModuleInit();
    const pool = new SessionPool(registry, new SshTransport(hostKeyChecks()), POOL_SETTINGS);
    const platforms = { cisco_wlc: { ssh_username: 'outer', ssh_password: 'outer-secret' } };
    await pool.use(
      { host: server.host, port: server.port, driver: 'cisco_wlc_ssh', options: {} },
      readStoredEntry('wlc', { username: 'admin', password: 'inner-secret', platforms }, 'a store'),
      (session) => session.sendCommand('show sysinfo'),
      { repeatable: true },
    );
    await pool.onApplicationShutdown();
    await server.stop();
    expect([...server.users]).toEqual(['outer']);
    expect(typed.filter((line) => line !== '').slice(0, 3)).toEqual(['admin', 'inner-secret', 'show sysinfo']);
  });
});
