import { Socket } from 'node:net';
import { openSocket } from './tcp-socket.js';
import { TelnetConnection } from './telnet-connection.js';
import { Transport, type ConnectRequest, type TransportConnection } from './transport.port.js';

/** Telnet (RFC 854). Whoever talks on the connection logs in on it. */
export class TelnetTransport extends Transport {
  async connect(request: ConnectRequest): Promise<TransportConnection> {
    const socket = request.tunnel ?? (await openSocket(request));
    // Through a tunnel the jump host is asked.
    if (request.keepaliveMs > 0 && socket instanceof Socket) socket.setKeepAlive(true, request.keepaliveMs);
    return new TelnetConnection(socket, `${request.host}:${request.port}`);
  }
}
