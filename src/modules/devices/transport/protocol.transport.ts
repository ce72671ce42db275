import { SshTransport } from './ssh.transport.js';
import { TelnetTransport } from './telnet.transport.js';
import { Transport, type ConnectRequest, type TransportConnection } from './transport.port.js';

/** Every protocol there is: each request goes to that of its protocol. */
export class ProtocolTransport extends Transport {
  private readonly byProtocol = { ssh: new SshTransport(), telnet: new TelnetTransport() };

  connect(request: ConnectRequest): Promise<TransportConnection> {
    return this.byProtocol[request.protocol].connect(request);
  }
}
