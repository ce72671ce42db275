import { Transport, type ConnectRequest, type TransportConnection } from '../transport/transport.port.js';
import type { SharedDeviceSlots } from './shared-device-slots.js';

/** Has every connection counted among the sessions of its device, from before it is opened until it is closed. */
export class CountedTransport extends Transport {
  constructor(
    private readonly transport: Transport,
    private readonly slots: SharedDeviceSlots,
  ) {
    super();
  }

  async connect(request: ConnectRequest): Promise<TransportConnection> {
    const { slots } = this;
    await slots.makeRoom(request);
    slots.opened(request);
    try {
      return counted(await this.transport.connect(request), () => slots.closed(request));
    } catch (error) {
      slots.closed(request);
      throw error;
    }
  }
}

/** The connection itself, whose first `close` is told. */
function counted(connection: TransportConnection, onClosed: () => void): TransportConnection {
  const close = connection.close.bind(connection);
  let isCounted = true;
  connection.close = () => {
    close();
    if (isCounted) onClosed();
    isCounted = false;
  };
  return connection;
}
