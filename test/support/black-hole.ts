import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setImmediate, setTimeout as delay } from 'node:timers/promises';

/** Accepts nothing and does not run: two connections fill its queue, and Linux drops what comes after. */
const LISTENER = `require('net').createServer()
  .listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { console.log(this.address().port); })`;
/** Silence after which a connection is taken for dropped. */
const DROPPED_MS = 500;

/** A port of loopback that answers no connection, neither yes nor no, as a host behind a firewall does. */
export class BlackHole {
  readonly host = '127.0.0.1';

  private constructor(
    readonly port: number,
    private readonly listener: ChildProcess,
    private readonly sockets: readonly Socket[],
  ) {}

  static async start(): Promise<BlackHole> {
    const listener = spawn(process.execPath, ['-e', LISTENER], { stdio: ['ignore', 'pipe', 'ignore'] });
    const [port] = (await once(listener.stdout, 'data')) as [Buffer];
    listener.kill('SIGSTOP');
    const sockets: Socket[] = [];
    for (let isFull = false; !isFull;) {
      const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
      sockets.push(socket);
      await Promise.race([once(socket, 'connect'), delay(DROPPED_MS)]);
      // What has come by now is heard of first, also where this process stood still.
      await setImmediate();
      isFull = socket.connecting;
    }
    return new BlackHole(Number(port), listener, sockets);
  }

  stop(): void {
    for (const socket of this.sockets) socket.destroy();
    this.listener.kill('SIGKILL');
  }
}
