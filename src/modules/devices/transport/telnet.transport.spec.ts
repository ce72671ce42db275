import { createServer, Socket, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { Secret } from '../../../common/secret.js';
import { TelnetTransport } from './telnet.transport.js';

describe('TelnetTransport', () => {
  let server: Server;

  beforeAll(async () => {
    server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  afterEach(() => jest.restoreAllMocks());

  const connect = (keepaliveMs: number) =>
    new TelnetTransport().connect({
      host: '127.0.0.1',
      port: (server.address() as AddressInfo).port,
      protocol: 'telnet',
      credential: { id: 'lab', username: 'ann', password: new Secret('planted-pw') },
      connectTimeoutMs: 5000,
      loginTimeoutMs: 5000,
      keepaliveMs,
      algorithms: 'modern',
      hostKeyPolicy: 'off',
    });

  it.each([
    ['has TCP ask whether the device is still there', 15_000, [[true, 15_000]]],
    ['has it ask nothing where that is not wanted', 0, []],
  ])('%s', async (_, keepaliveMs, calls) => {
    const setKeepAlive = jest.spyOn(Socket.prototype, 'setKeepAlive');
    const connection = await connect(keepaliveMs);
    expect(setKeepAlive.mock.calls).toEqual(calls);
    connection.close();
  });
});
