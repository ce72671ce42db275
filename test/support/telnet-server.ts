import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { findProgram } from './requirements.js';

/** The Telnet server of GNU inetutils, one process a connection as under inetd, on a free port of loopback. */
export class Telnetd {
  readonly host = '127.0.0.1';

  private constructor(
    private readonly server: Server,
    private readonly sockets: Set<Socket>,
  ) {}

  /** `login` is what it runs: a program and its arguments, which logs in whoever has connected. */
  static async start(login = '/bin/login'): Promise<Telnetd> {
    const sockets = new Set<Socket>();
    const server = createServer({ pauseOnConnect: true }, (socket) => {
      sockets.add(socket);
      spawn(findProgram('telnetd') ?? '/usr/sbin/telnetd', ['-h', '-E', login], { stdio: [socket, socket, socket] });
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
      socket.destroy();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Telnetd(server, sockets);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}
