import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A way to a server of loopback that can forget its connections without telling either end, as a firewall does. */
export class SilentProxy {
  readonly #open = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on('error', () => undefined);
  }

  static async start(target: number): Promise<SilentProxy> {
    const server = createServer();
    const proxy = new SilentProxy(server);
    server.on('connection', (client: Socket) => {
      const upstream = connect(target, '127.0.0.1');
      client.pipe(upstream).pipe(client);
      for (const socket of [client, upstream]) {
        proxy.#open.add(socket);
        socket.on('error', () => undefined).on('close', () => proxy.#open.delete(socket));
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Nothing passes any more over the connections there are; new ones work. */
  forgetConnections(): void {
    for (const socket of this.#open) socket.unpipe().resume();
  }

  stop(): void {
    for (const socket of this.#open) socket.destroy();
    this.server.close();
  }
}
