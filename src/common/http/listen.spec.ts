import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { listen } from './listen.js';

/** A server whose `listen` rejects, as the application's does. */
function listener(): { listen: (port: number, host: string) => Promise<unknown> } {
  return { listen: (port, host) => once(createServer().unref().listen(port, host), 'listening') };
}

describe('the port of the API', () => {
  it('is named with the setting to change when another program has it', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(listen(listener(), { host: '127.0.0.1', port })).rejects.toThrow(
      `the API cannot be opened at 127.0.0.1 port ${port}: another program listens there; stop it, or choose another port (TOM_PORT)`,
    );
    other.close();
  });

  it('is named when the machine has no such address', async () => {
    await expect(listen(listener(), { host: '192.0.2.1', port: 0 })).rejects.toThrow(
      'the API cannot be opened at 192.0.2.1 port 0: this machine has no such address; choose another host (TOM_HOST)',
    );
  });
});
