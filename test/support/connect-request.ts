import { Secret } from '../../src/common/secret.js';
import type { ConnectRequest } from '../../src/modules/devices/transport/transport.port.js';

/** A request for an SSH connection to a server of this machine, as `admin` with the password `secret`. */
export function connectRequest(port: number, overrides: Partial<ConnectRequest> = {}): ConnectRequest {
  return {
    host: '127.0.0.1',
    port,
    protocol: 'ssh',
    credential: { id: 'lab', username: 'admin', password: new Secret('secret') },
    connectTimeoutMs: 5000,
    loginTimeoutMs: 5000,
    keepaliveMs: 0,
    algorithms: 'modern',
    hostKeyPolicy: 'off',
    ...overrides,
  };
}
