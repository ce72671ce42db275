import type { HostKeyChecks } from '../host-keys/host-key-checks.port.js';
import type { Protocol } from '../platforms/platform.types.js';
import { JumpRoute } from './jump-route.js';
import { SshTransport } from './ssh.transport.js';
import { TelnetTransport } from './telnet.transport.js';
import { Transport, type ConnectRequest, type TransportConnection } from './transport.port.js';

/** Every protocol there is: each request goes to that of its protocol, through its jump hosts. */
export class ProtocolTransport extends Transport {
  private readonly ssh: SshTransport;
  private readonly byProtocol: Readonly<Record<Protocol, Transport>>;

  constructor(hostKeys: HostKeyChecks) {
    super();
    this.ssh = new SshTransport(hostKeys);
    this.byProtocol = { ssh: this.ssh, telnet: new TelnetTransport() };
  }

  async connect(request: ConnectRequest): Promise<TransportConnection> {
    const transport = this.byProtocol[request.protocol];
    if (request.jumpHosts === undefined || request.jumpHosts.length === 0) return transport.connect(request);
    const route = new JumpRoute(this.ssh, request);
    const tunnel = await route.open();
    try {
      return route.carry(await transport.connect({ ...request, tunnel }));
    } catch (error) {
      route.close();
      throw error;
    }
  }
}
