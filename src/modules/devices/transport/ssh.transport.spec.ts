import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { BlackHole } from '../../../../test/support/black-hole.js';
import { connectRequest } from '../../../../test/support/connect-request.js';
import { eventually } from '../../../../test/support/eventually.js';
import { Relay, SshServer, type SshServerOptions } from '../../../../test/support/ssh-server.js';
import { Secret } from '../../../common/secret.js';
import {
  AuthenticationFailedError,
  AuthenticationTimeoutError,
  ConnectionLostError,
  ConnectionRefusedError,
  ConnectTimeoutError,
  HandshakeTimeoutError,
  HostNotFoundError,
  KeyExchangeError,
  LoginQuestionError,
  PasswordChangeRequiredError,
  SessionAbortedError,
  SessionRefusedError,
} from '../devices.errors.js';
import type { HostKeyCheck, HostKeyChecks } from '../host-keys/host-key-checks.port.js';
import { HostKeyChangedError } from '../host-keys/host-keys.errors.js';
import { StateUnavailableError } from '../../state/state.errors.js';
import { SshTransport } from './ssh.transport.js';
import type { ConnectRequest, TransportConnection } from './transport.port.js';
import { hostKeyChecks } from '../../../../test/support/host-keys.js';

const LOGIN = { id: 'lab', username: 'admin', password: new Secret('secret') };
const TERMINAL = { type: 'vt100', columns: 511, rows: 1000 };

describe('SshTransport', () => {
  let server: SshServer | undefined;
  const connections: TransportConnection[] = [];

  afterEach(async () => {
    for (const connection of connections.splice(0)) connection.close();
    await server?.stop();
    server = undefined;
  });

  const request = (overrides: Partial<ConnectRequest> = {}): ConnectRequest =>
    connectRequest(server?.port ?? 0, overrides);

  const connect = async (options: SshServerOptions = {}, overrides: Partial<ConnectRequest> = {}) => {
    server = await SshServer.start(options);
    const connection = await new SshTransport(hostKeyChecks()).connect(request({ port: server.port, ...overrides }));
    connections.push(connection);
    return connection;
  };

  it('logs in by password', async () => {
    expect((await connect()).isOpen).toBe(true);
    expect(server?.attempts).toEqual(['none', 'password']);
  });

  it('logs in by keyboard-interactive where the server offers that alone', async () => {
    await connect({ methods: ['keyboard-interactive'] });
    expect(server?.attempts).toEqual(['none', 'keyboard-interactive']);
  });

  it.each([[['password', 'keyboard-interactive']], [['password']], [['keyboard-interactive']]] as const)(
    'tries a wrong password once where %j is offered',
    async (methods) => {
      const attempt = connect({ methods, password: 'other' });
      await expect(attempt).rejects.toThrow(AuthenticationFailedError);
      await expect(attempt).rejects.toMatchObject({
        kind: 'auth',
        stage: 'authenticate',
        message: `127.0.0.1:${server?.port} rejects the password of user "admin" (credential "lab")`,
      });
      expect(server?.attempts).toHaveLength(2);
    },
  );

  it('says which methods are offered where none takes a password', async () => {
    const attempt = connect({ methods: ['publickey'] });
    await expect(attempt).rejects.toThrow(/offers no log-in by password \(it offers publickey\)/);
    expect(server?.attempts).toEqual(['none']);
  });

  it('never answers a dialogue that changes the password', async () => {
    const rounds = [['Password: '], ['New password: ', 'Retype new password: ']];
    await expect(connect({ methods: ['keyboard-interactive'], questions: rounds })).rejects.toThrow(
      PasswordChangeRequiredError,
    );
  });

  it('never gives the password as the current one of such a dialogue', async () => {
    const rounds = [['Current password: ']];
    await expect(connect({ methods: ['keyboard-interactive'], questions: rounds })).rejects.toThrow(
      PasswordChangeRequiredError,
    );
  });

  it('says what the device asks besides the password', async () => {
    const attempt = connect({
      methods: ['keyboard-interactive'],
      questions: [['Password: '], ['Verification code: ']],
    });
    await expect(attempt).rejects.toThrow(LoginQuestionError);
    await expect(attempt).rejects.toThrow(/asks user "admin" "Verification code:"/);
  });

  it('answers several rounds of questions where the credential has the answers', async () => {
    const answers = [
      { question: /verification code/i, answer: new Secret('123456') },
      { question: /new year/i, answer: new Secret('never') },
    ];
    await connect(
      { methods: ['keyboard-interactive'], questions: [['Password: '], ['Verification code: '], []] },
      { credential: { ...LOGIN, answers } },
    );
    expect(server?.answers).toEqual(['secret', '123456']);
    await server?.stop();
    const attempt = connect(
      { methods: ['keyboard-interactive'], questions: [['What do you wish for the new year? ']] },
      { credential: { ...LOGIN, answers } },
    );
    await expect(attempt).rejects.toThrow(PasswordChangeRequiredError);
  });

  it('comes from the address it is told to', async () => {
    await connect({}, { sourceAddress: '127.0.0.2' });
    expect(server?.clients).toEqual(['127.0.0.2']);
    const attempt = new SshTransport(hostKeyChecks()).connect(request({ sourceAddress: '192.0.2.77' }));
    await expect(attempt).rejects.toThrow(/source_address 192\.0\.2\.77 is no address of this worker/);
  });

  it('is not identified where the server asks for nothing', async () => {
    expect((await connect({ methods: [], isOpenToAll: true })).isAuthenticated).toBe(false);
    await server?.stop();
    expect((await connect()).isAuthenticated).toBe(true);
  });

  it('names what an old device offers, and reaches it with legacy algorithms', async () => {
    const algorithms = { kex: ['diffie-hellman-group14-sha1'], cipher: ['aes128-cbc'] };
    const attempt = connect({ algorithms });
    await expect(attempt).rejects.toThrow(KeyExchangeError);
    await expect(attempt).rejects.toMatchObject({ kind: 'driver', stage: 'key_exchange' });
    await expect(attempt).rejects.toThrow(
      /no key exchange algorithm in common; the device offers diffie-hellman-group14-sha1.*ssh_algorithms: legacy/,
    );
    await server?.stop();
    expect((await connect({ algorithms }, { algorithms: 'legacy' })).isOpen).toBe(true);
  });

  describe('with host keys', () => {
    const check = (changes: Partial<HostKeyCheck>): HostKeyChecks => ({
      begin: async () => ({ knownTypes: [], judge: () => undefined, confirm: async () => undefined, ...changes }),
    });
    const connectWith = async (hostKeys: HostKeyChecks) => {
      server = await SshServer.start();
      connections.push(await new SshTransport(hostKeys).connect(request({ port: server.port })));
    };

    it('sends nothing of the log-in to a host whose key is not taken', async () => {
      const judge = () => {
        throw new HostKeyChangedError('another key');
      };
      await expect(connectWith(check({ judge }))).rejects.toThrow(HostKeyChangedError);
      expect(server?.attempts).toEqual([]);
    });

    it('sends nothing of the log-in before the key is kept', async () => {
      const confirm = async () => {
        expect(server?.attempts).toEqual([]);
        throw new HostKeyChangedError('another key');
      };
      await expect(connectWith(check({ confirm }))).rejects.toThrow(HostKeyChangedError);
      expect(server?.attempts).toEqual([]);
    });

    it('connects to nobody while the known keys cannot be read', async () => {
      const begin = async () => Promise.reject(new StateUnavailableError('Redis is away'));
      await expect(connectWith({ begin })).rejects.toThrow(StateUnavailableError);
      expect(server?.clients).toEqual([]);
    });

    it.each(['ssh-ed25519', 'ssh-rsa', 'ssh-dss', 'made-up'])('asks for a known key of type %s first', async (type) => {
      await connectWith(check({ knownTypes: [type] }));
      expect(server?.attempts).toEqual(['none', 'password']);
    });
  });

  it('says that a port refuses connections', async () => {
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    listener.close();
    await once(listener, 'close');
    const attempt = new SshTransport(hostKeyChecks()).connect(request({ port }));
    await expect(attempt).rejects.toThrow(ConnectionRefusedError);
    await expect(attempt).rejects.toMatchObject({ kind: 'network', stage: 'connect' });
  });

  it('gives up a host that does not answer', async () => {
    const hole = await BlackHole.start();
    const attempt = new SshTransport(hostKeyChecks()).connect(request({ port: hole.port, connectTimeoutMs: 500 }));
    await expect(attempt).rejects.toThrow(ConnectTimeoutError);
    await expect(attempt).rejects.toMatchObject({ kind: 'timeout', stage: 'connect' });
    hole.stop();
  });

  it('says that a host is not known', async () => {
    const attempt = new SshTransport(hostKeyChecks()).connect(request({ host: 'no-such-host.invalid', port: 22 }));
    await expect(attempt).rejects.toThrow(HostNotFoundError);
  });

  describe('with a peer that is no SSH server', () => {
    const listening = async (greeting?: string) => {
      const listener = createServer((socket) => {
        socket.on('error', () => undefined);
        if (greeting === undefined) return;
        socket.end(greeting);
      }).listen(0, '127.0.0.1');
      await once(listener, 'listening');
      return listener;
    };

    it('gives up a silent one in time', async () => {
      const listener = await listening();
      const { port } = listener.address() as AddressInfo;
      const attempt = new SshTransport(hostKeyChecks()).connect(request({ port, connectTimeoutMs: 1_000 }));
      await expect(attempt).rejects.toThrow(HandshakeTimeoutError);
      await expect(attempt).rejects.toMatchObject({ kind: 'timeout', stage: 'key_exchange' });
      listener.close();
    });

    it('says that one that hangs up ended the key exchange', async () => {
      const listener = await listening('');
      const { port } = listener.address() as AddressInfo;
      const attempt = new SshTransport(hostKeyChecks()).connect(request({ port }));
      await expect(attempt).rejects.toThrow(ConnectionLostError);
      await expect(attempt).rejects.toMatchObject({ kind: 'network', stage: 'key_exchange' });
      listener.close();
    });
  });

  it('gives up a device that never answers the log-in', async () => {
    const attempt = connect({ ignoresLogins: true }, { loginTimeoutMs: 500 });
    await expect(attempt).rejects.toThrow(AuthenticationTimeoutError);
    await expect(attempt).rejects.toMatchObject({ kind: 'timeout', stage: 'authenticate' });
  });

  it('stops connecting when it is told to', async () => {
    const controller = new AbortController();
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    listener.once('connection', (socket) => {
      socket.on('error', () => undefined);
      controller.abort();
    });
    await expect(
      new SshTransport(hostKeyChecks()).connect(request({ port, signal: controller.signal })),
    ).rejects.toThrow(SessionAbortedError);
    await expect(
      new SshTransport(hostKeyChecks()).connect(request({ port, signal: controller.signal })),
    ).rejects.toThrow(SessionAbortedError);
    listener.close();
  });

  it('carries a shell', async () => {
    const connection = await connect();
    let received = '';
    let isClosed = false;
    const channel = await connection.openChannel(TERMINAL, {
      data: (bytes) => {
        received += Buffer.from(bytes).toString();
      },
      closed: () => {
        isClosed = true;
      },
    });
    await eventually(() => received === 'r1#');
    channel.write('x\n');
    await eventually(() => received.endsWith('x\r\nreply to x\r\nr1#'));
    channel.write('exit\n');
    await eventually(() => isClosed);
    expect(connection.isOpen).toBe(true);
  });

  it('says that the device opens no shell', async () => {
    const connection = await connect({ refusesChannels: true });
    const attempt = connection.openChannel(TERMINAL, { data: () => undefined, closed: () => undefined });
    await expect(attempt).rejects.toThrow(SessionRefusedError);
  });

  it('notices that the device has gone', async () => {
    const connection = await connect();
    let isClosed = false;
    await connection.openChannel(TERMINAL, {
      data: () => undefined,
      closed: () => {
        isClosed = true;
      },
    });
    server?.dropAll();
    await eventually(() => isClosed);
    expect(connection.isOpen).toBe(false);
    await expect(connection.openChannel(TERMINAL, { data: () => undefined, closed: () => undefined })).rejects.toThrow(
      ConnectionLostError,
    );
  });

  it('takes a connection for dead whose keepalives are not answered', async () => {
    server = await SshServer.start();
    const relay = await Relay.start(server.port);
    const connection = await new SshTransport(hostKeyChecks()).connect(request({ port: relay.port, keepaliveMs: 200 }));
    let reason: string | undefined;
    await connection.openChannel(TERMINAL, {
      data: () => undefined,
      closed: (because) => {
        reason = because ?? 'none';
      },
    });
    relay.freeze();
    await eventually(() => reason !== undefined);
    expect(reason).toBe('no answer to keepalives for 0.6 s');
    expect(connection.isOpen).toBe(false);
    await relay.stop();
  });
});
