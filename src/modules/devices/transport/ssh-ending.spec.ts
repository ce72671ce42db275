import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { connectRequest } from '../../../../test/support/connect-request.js';
import { eventually } from '../../../../test/support/eventually.js';
import { hostKeyChecks } from '../../../../test/support/host-keys.js';
import { Relay, SshServer } from '../../../../test/support/ssh-server.js';
import { ConnectionLostError } from '../devices.errors.js';
import type { HostKeyCheck, HostKeyChecks } from '../host-keys/host-key-checks.port.js';
import { SshTransport } from './ssh.transport.js';
import type { ConnectRequest } from './transport.port.js';

const TERMINAL = { type: 'vt100', columns: 511, rows: 1000 };

describe('the end of an SSH connection', () => {
  let server: SshServer | undefined;

  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  const request = (overrides: Partial<ConnectRequest> = {}): ConnectRequest =>
    connectRequest(server?.port ?? 0, overrides);

  it('comes at once also where the device does not hang up', async () => {
    server = await SshServer.start();
    const relay = await Relay.start(server.port);
    const connection = await new SshTransport(hostKeyChecks()).connect(request({ port: relay.port }));
    let isClosed = false;
    await connection.openChannel(TERMINAL, { data: () => undefined, closed: () => (isClosed = true) });
    relay.freeze();

    connection.close();

    await eventually(() => isClosed).finally(() => relay.stop());
  });

  it('is told of a tunnel that ended while the known keys were being read', async () => {
    const tunnel = new PassThrough();
    const hostKeys: HostKeyChecks = {
      begin: async () => {
        tunnel.destroy();
        await once(tunnel, 'close');
        return undefined;
      },
    };

    const attempt = new SshTransport(hostKeys).connect(request({ tunnel }));

    await expect(attempt).rejects.toThrow(ConnectionLostError);
  });

  it('does no harm when the host key is kept only afterwards', async () => {
    server = await SshServer.start();
    let keep = (): void => undefined;
    const kept = new Promise<void>((resolve) => (keep = resolve));
    let isAsked = false;
    const check: HostKeyCheck = {
      knownTypes: [],
      judge: () => undefined,
      confirm: () => {
        isAsked = true;
        return kept;
      },
    };
    const hostKeys: HostKeyChecks = { begin: async () => check };
    const attempt = new SshTransport(hostKeys).connect(request({ port: server.port, hostKeyPolicy: 'accept-new' }));
    const failed = expect(attempt).rejects.toThrow(ConnectionLostError);
    await eventually(() => isAsked);
    server.dropAll();
    await failed;

    keep();
    await new Promise((resolve) => setImmediate(resolve));

    expect(server.attempts).toEqual([]);
  });
});
